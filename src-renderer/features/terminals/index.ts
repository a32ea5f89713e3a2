export { TerminalWorkspace, type TerminalWorkspaceProps } from './terminal-workspace.tsx';
