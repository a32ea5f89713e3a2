export { LanguageChoice, useSettings } from './choices.tsx';
export { SettingsPage } from './settings-page.tsx';
