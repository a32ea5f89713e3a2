import { expect } from 'vitest';
import type { Electron } from '../../../src-main/shells/electron/electron-api.ts';

export type Item = Electron.MenuItemConstructorOptions;

/** Every entry, whatever it lies in. */
export function flatten(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

/** Clicks the entry with that text; how often it is there counts, so that nothing else is clicked by mistake. */
export function click(items: readonly Item[], label: string): void {
  const found = flatten(items).filter((item) => item.label === label);
  expect(found).toHaveLength(1);
  expect(found[0]?.enabled).not.toBe(false);
  // What Electron hands to it is not used.
  (found[0]?.click as () => void)();
}

export function labelsOf(items: readonly Item[]): readonly string[] {
  return flatten(items).flatMap(({ label }) => (label === undefined ? [] : [label]));
}
