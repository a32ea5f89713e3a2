import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { PointKind } from './faults.ts';
import { layerFor, pass, reach, real, type FileLayer, type Refusal } from './file-points.ts';
import { AppEnded } from './injector.ts';

type Arguments = readonly unknown[];
type Call = (args: Arguments) => unknown;

function half(data: unknown): unknown {
  return typeof data === 'string' || Buffer.isBuffer(data) ? data.slice(0, Math.floor(data.length / 2)) : '';
}

/** Flags of `open` that may change a file. */
function mayWrite(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
  return typeof flags === 'string' && /[wa+]/.test(flags);
}

function truncates(flags: unknown): boolean {
  return typeof flags === 'number' ? (flags & fs.constants.O_TRUNC) !== 0 : String(flags).startsWith('w');
}

const readers = ['readFile', 'stat', 'lstat', 'readdir', 'access', 'realpath', 'statfs'] as const;

function wrapReader(call: string): (next: Call) => Call {
  return (next) => async (args) => {
    const found = layerFor(args[0]);
    if (found !== null) pass({ ...found, kind: 'read-file', call });
    return next(args);
  };
}

async function openFile(next: Call, args: Arguments): Promise<unknown> {
  const found = layerFor(args[0]);
  if (found === null) return next(args);
  const { layer, path } = found;
  const writes = mayWrite(args[1]);
  const isNew = !real.existsSync(path);
  pass({ ...found, kind: writes ? 'write-file' : 'read-file', call: 'open' });
  if (writes && !isNew && truncates(args[1])) layer.unsynced.changing(path);
  const handle = await next(args);
  if (writes && isNew) layer.unsynced.created(path, 'file');
  return wrapHandle(handle, found);
}

const handleKinds: Readonly<Record<string, PointKind>> = {
  write: 'write-file',
  writeFile: 'write-file',
  appendFile: 'write-file',
  truncate: 'write-file',
  sync: 'sync-file',
  datasync: 'sync-file',
  read: 'read-file',
  readFile: 'read-file',
};

function wrapHandle(handle: unknown, { layer, path }: { layer: FileLayer; path: string }): unknown {
  if (typeof handle !== 'object' || handle === null) return handle;
  return new Proxy(handle, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      const kind = typeof key === 'string' ? handleKinds[key] : undefined;
      const run = (args: Arguments): unknown => Reflect.apply(member, target, args);
      if (kind === undefined) return (...args: Arguments) => run(args);
      return async (...args: Arguments) => {
        if (kind === 'write-file') layer.unsynced.changing(path);
        const refusal = reach({ layer, path, kind, call: String(key) });
        if (refusal?.isTorn === true && key !== 'truncate') await run([half(args[0])]);
        if (refusal !== null) throw endedBy(refusal, layer);
        const result = await run(args);
        if (kind === 'sync-file') layer.unsynced.synced(path);
        return result;
      };
    },
  });
}

/** A torn line is the last thing an app does. */
function endedBy({ error }: Refusal, { injector }: FileLayer): Error {
  if (error instanceof AppEnded) injector.end();
  return error;
}

async function writeWhole(next: Call, args: Arguments): Promise<unknown> {
  const found = layerFor(args[0]);
  if (found === null) return next(args);
  const { layer, path } = found;
  const isNew = !real.existsSync(path);
  const [, data] = args;
  layer.unsynced.changing(path);
  const refusal = reach({ ...found, kind: 'write-file', call: 'writeFile' });
  if (refusal?.isTorn === true) await next([args[0], half(data)]);
  if (refusal !== null) throw refusal.error;
  const result = await next(args);
  if (isNew) layer.unsynced.created(path, 'file');
  return result;
}

async function makeFolder(next: Call, args: Arguments): Promise<unknown> {
  const found = layerFor(args[0]);
  if (found === null) return next(args);
  // What is there already is found there, also on a full disk.
  if (real.existsSync(found.path)) reach({ ...found, kind: 'read-file', call: 'mkdir' });
  else pass({ ...found, kind: 'write-file', call: 'mkdir' });
  const result = await next(args);
  found.layer.unsynced.created(found.path, 'folder');
  return result;
}

async function renameFile(next: Call, args: Arguments): Promise<unknown> {
  const from = layerFor(args[0]);
  const to = layerFor(args[1]);
  if (from === null || to === null) return next(args);
  pass({ ...to, kind: 'write-file', call: 'rename' });
  const done = to.layer.unsynced.renaming(from.path, to.path);
  const result = await next(args);
  done();
  return result;
}

async function copyFile(next: Call, args: Arguments): Promise<unknown> {
  const to = layerFor(args[1]);
  if (to === null) return next(args);
  pass({ ...to, kind: 'write-file', call: 'copyFile' });
  const isNew = !real.existsSync(to.path);
  to.layer.unsynced.changing(to.path);
  const result = await next(args);
  if (isNew) to.layer.unsynced.created(to.path, 'file');
  return result;
}

function wrapRemover(call: string): (next: Call) => Call {
  return (next) => async (args) => {
    const found = layerFor(args[0]);
    if (found === null) return next(args);
    const options: unknown = args[1];
    const isRecursive = typeof options === 'object' && options !== null && Reflect.get(options, 'recursive') === true;
    if (isRecursive && real.existsSync(found.path)) {
      removeTree(found, call);
      return undefined;
    }
    pass({ ...found, kind: 'remove-file', call });
    const done = found.layer.unsynced.removing(found.path);
    const result = await next(args);
    done();
    return result;
  };
}

/** As Node removes a tree: one after another, so that each is a point of its own. */
function removeTree({ layer, path }: { layer: FileLayer; path: string }, call: string): void {
  const isFolder = real.lstatSync(path).isDirectory();
  if (isFolder) for (const name of real.readdirSync(path)) removeTree({ layer, path: join(path, name) }, call);
  pass({ layer, path, kind: 'remove-file', call });
  const done = layer.unsynced.removing(path);
  if (isFolder) real.rmdirSync(path);
  else real.rmSync(path);
  done();
}

/** Locks are made without a pause between opening and writing, and so with these. */
const openedSync = new Map<number, { layer: FileLayer; path: string }>();

const syncCalls: Readonly<Record<string, (next: Call) => Call>> = {
  openSync: (next) => (args) => {
    const found = layerFor(args[0]);
    if (found === null || !mayWrite(args[1])) return next(args);
    pass({ ...found, kind: 'write-file', call: 'open' });
    const fd = next(args);
    if (typeof fd === 'number') openedSync.set(fd, found);
    found.layer.unsynced.created(found.path, 'file');
    return fd;
  },
  writeFileSync: (next) => (args) => {
    const found = typeof args[0] === 'number' ? openedSync.get(args[0]) : layerFor(args[0]);
    if (found === undefined || found === null) return next(args);
    found.layer.unsynced.changing(found.path);
    const refusal = reach({ ...found, kind: 'write-file', call: 'writeFile' });
    if (refusal?.isTorn === true) next([args[0], half(args[1])]);
    if (refusal !== null) throw refusal.error;
    return next(args);
  },
  closeSync: (next) => (args) => {
    if (typeof args[0] === 'number') openedSync.delete(args[0]);
    return next(args);
  },
  rmSync: (next) => (args) => {
    const found = layerFor(args[0]);
    if (found === null) return next(args);
    pass({ ...found, kind: 'remove-file', call: 'rm' });
    return next(args);
  },
  createReadStream: (next) => (args) => {
    const found = layerFor(args[0]);
    if (found === null) return next(args);
    try {
      pass({ ...found, kind: 'read-file', call: 'createReadStream' });
      return next(args);
    } catch (error) {
      return Readable.from([]).destroy(error instanceof Error ? error : new Error(String(error)));
    }
  },
};

function patch(target: object, name: string, wrap: (next: Call) => Call): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') throw new Error(`Node has no ${name}`);
  const wrapped = wrap((args) => Reflect.apply(original, target, args) as unknown);
  Object.assign(target, { [name]: (...args: Arguments) => wrapped(args) });
}

let isInstalled = false;

/** Has Node's file functions ask the layer of whoever calls them; once for a process, also for modules that were loaded before. */
export function installFileLayer(): void {
  if (isInstalled) return;
  isInstalled = true;
  for (const name of readers) patch(fsPromises, name, wrapReader(name));
  patch(fsPromises, 'open', (next) => (args) => openFile(next, args));
  patch(fsPromises, 'writeFile', (next) => (args) => writeWhole(next, args));
  patch(fsPromises, 'mkdir', (next) => (args) => makeFolder(next, args));
  patch(fsPromises, 'rename', (next) => (args) => renameFile(next, args));
  patch(fsPromises, 'copyFile', (next) => (args) => copyFile(next, args));
  for (const name of ['rm', 'rmdir', 'unlink']) patch(fsPromises, name, wrapRemover(name));
  for (const [name, wrap] of Object.entries(syncCalls)) patch(fs, name, wrap);
  syncBuiltinESMExports();
}
