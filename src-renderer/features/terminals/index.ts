export { TerminalWorkspace } from './terminal-workspace.tsx';
