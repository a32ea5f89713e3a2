import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { PointKind } from './faults.ts';
import { AppEnded, type Injector } from './injector.ts';
import { createUnsynced, type RealFiles, type Unsynced } from './unsynced.ts';

/** One app's way to the files of its data folder. */
export interface FileLayer {
  readonly rootDir: string;
  readonly injector: Injector;
  readonly unsynced: Unsynced;
  /** The clock of the computer jumps. */
  readonly jump: (fault: 'clock-forward' | 'clock-back') => void;
}

const current = new AsyncLocalStorage<FileLayer | null>();
/** Node's own functions, as they were before anybody changed them. */
export const real: RealFiles = { ...fs };

/** What `work` does to files, at once or later, is done by the app of this layer: counted, and struck by its fault. */
export function asApp<T>(layer: FileLayer, work: () => T): T {
  return current.run(layer, work);
}

/** What `work` does to files is nobody's: a hypervisor's, a guest's, the harness's own. */
export function asOthers<T>(work: () => T): T {
  return current.run(null, work);
}

/** A layer over `rootDir`; what it keeps for a power cut lies in `keepDir`. */
export function createFileLayer(setup: Omit<FileLayer, 'unsynced'> & { readonly keepDir: string }): FileLayer {
  return { ...setup, rootDir: resolve(setup.rootDir), unsynced: createUnsynced(real, setup.keepDir) };
}

function fail(code: string, call: string, path: string): Error {
  return Object.assign(new Error(`${code}: injected, ${call} '${path}'`), { code, syscall: call, path });
}

/** The layer that is asked for `path`, or null: the path is not one of its folder's. */
export function layerFor(path: unknown): { readonly layer: FileLayer; readonly path: string } | null {
  const layer = current.getStore();
  if (layer === undefined || layer === null || typeof path !== 'string') return null;
  const whole = resolve(path);
  return whole === layer.rootDir || whole.startsWith(layer.rootDir + sep) ? { layer, path: whole } : null;
}

/** What differs from run to run: the process in names of temporary files, random ids, times. */
export function withoutIds(text: string): string {
  return text
    .replaceAll(/\.\d+\.tmp/g, '.<pid>.tmp')
    .replaceAll(/memory-\d+\.sav/g, 'memory.sav')
    .replaceAll(/write-test-\d+/g, 'write-test-<pid>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\d{8}T\d{9}Z(-[a-z]+)(?:-\d+)?/g, '<time>$1')
    .replaceAll(/\.lock\.[0-9a-f-]+/g, '.lock.<token>');
}

/** A call about one file. */
export interface Reached {
  readonly layer: FileLayer;
  readonly path: string;
  readonly kind: PointKind;
  readonly call: string;
}

/** Why a call does not do its work, and whether it does half of it before. */
export interface Refusal {
  readonly error: Error;
  readonly isTorn: boolean;
}

/** Counts one point; null when nothing strikes there. Throws `AppEnded` where the app ends. */
export function reach({ layer, path, kind, call }: Reached): Refusal | null {
  const { injector } = layer;
  const name = withoutIds(relative(layer.rootDir, path));
  const isBoundary = kind === 'write-file' && call === 'appendFile' && path.endsWith('journal.jsonl');
  const fault = injector.reach({ kind, what: `${call} ${name}`, ...(isBoundary ? { isBoundary } : {}) });
  if (fault === 'clock-forward' || fault === 'clock-back') layer.jump(fault);
  if (fault === 'unreadable') injector.unreadable.add(path);
  if (kind === 'read-file' && injector.unreadable.has(path))
    return { error: fail('EACCES', call, path), isTorn: false };
  if (fault === 'torn-journal') return { error: new AppEnded(), isTorn: true };
  const isRefused = kind === 'write-file' && injector.isFull();
  return isRefused ? { error: fail('ENOSPC', call, path), isTorn: fault === 'disk-full' } : null;
}

/** As `reach`, for calls that are done whole or not at all. */
export function pass(reached: Reached): void {
  const refusal = reach(reached);
  if (refusal !== null) throw refusal.error;
}
