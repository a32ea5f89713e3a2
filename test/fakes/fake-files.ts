import type { RemoteFiles } from '../../src-main/guest/remote-files.ts';

/** Files on an invented node, by path. */
export interface FakeFiles extends RemoteFiles {
  readonly contents: ReadonlyMap<string, Buffer>;
  /** So many bytes fit; more is refused. */
  capacityBytes: number;
}

export function createFakeFiles(homeDir = '/home/pi'): FakeFiles {
  const contents = new Map<string, Buffer>();
  const files: FakeFiles = {
    homeDir,
    contents,
    capacityBytes: Number.POSITIVE_INFINITY,
    createNew: (path) => {
      if (contents.has(path)) return Promise.reject(new Error('Failure'));
      contents.set(path, Buffer.alloc(0));
      return Promise.resolve({
        write: (bytes) => {
          const whole = Buffer.concat([contents.get(path) ?? Buffer.alloc(0), bytes]);
          if (whole.length > files.capacityBytes) return Promise.reject(new Error('No space left on device'));
          contents.set(path, whole);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      });
    },
    exists: (path) => Promise.resolve(contents.has(path)),
    rename: (from, to) => {
      const content = contents.get(from);
      if (content === undefined || contents.has(to)) return Promise.reject(new Error('Failure'));
      contents.set(to, content);
      contents.delete(from);
      return Promise.resolve();
    },
    remove: (path) => {
      contents.delete(path);
      return Promise.resolve();
    },
  };
  return files;
}
