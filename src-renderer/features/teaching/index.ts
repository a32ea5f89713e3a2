export { ContainersPage } from './containers-page.tsx';
export { HelpPage } from './help-page.tsx';
export { HeroPicture, ReadyPicture } from './pictures.tsx';
export { TeachCard } from './teach-card.tsx';
