export { ConsoleDialog } from './console-dialog.tsx';
export { TerminalWorkspace } from './terminal-workspace.tsx';
