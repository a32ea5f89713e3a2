import { useSyncExternalStore } from 'react';
import { routeHref, type Route } from './route.ts';

/** Goes there; the way back is the browser's. */
export function navigate(route: Route): void {
  window.location.hash = routeHref(route);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => {
    window.removeEventListener('hashchange', onChange);
  };
}

/** The address as it is now. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}
