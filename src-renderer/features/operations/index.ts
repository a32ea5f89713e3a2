export { OperationHistory } from './operation-history.tsx';
export { OperationPanel } from './operation-panel.tsx';
