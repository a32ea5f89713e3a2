export { SetupWizard } from './setup-wizard.tsx';
