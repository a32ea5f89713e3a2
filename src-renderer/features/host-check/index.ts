export { ChoiceReason } from './choice-reason.tsx';
export { DiagnosticsPage } from './diagnostics-page.tsx';
export { HostCheckPanel } from './host-check-panel.tsx';
export { TrialDialog } from './trial-panel.tsx';
export { useOpenFindings } from './use-open-findings.ts';
