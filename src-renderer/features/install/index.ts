export { InstallChoices } from './install-choices.tsx';
