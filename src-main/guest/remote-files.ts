import type { Client, SFTPWrapper } from 'ssh2';

/** A file on a node that is being written. */
export interface RemoteFile {
  /** Answers when the node has it. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Files of the user on a node. Paths are absolute. Everything rejects with what the node answers. */
export interface RemoteFiles {
  readonly homeDir: string;
  /** Fails when the name is taken. */
  readonly createNew: (path: string) => Promise<RemoteFile>;
  readonly exists: (path: string) => Promise<boolean>;
  /** Never overwrites: fails when the new name is taken. */
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}

/** What ssh2 calls back with. */
type Done<T> = (error: Error | undefined | null, value: T) => void;

type Call = <T>(begin: (done: Done<T>) => void) => Promise<T>;

/** ssh2 1.17 does not call back for what was asked when the connection broke: `ended` rejects then. */
function createCall(ended: Promise<never>): Call {
  return async <T>(begin: (done: Done<T>) => void): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    begin((error, value) => {
      if (error === undefined || error === null) resolve(value);
      else reject(error);
    });
    return Promise.race([promise, ended]);
  };
}

const noSuchFile = 2;

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === noSuchFile;
}

/** Opens SFTP over a connection that is logged in; everything asked of it rejects as soon as `ended` does. */
export async function openRemoteFiles(client: Client, ended: Promise<never>): Promise<RemoteFiles> {
  const call = createCall(ended);
  const sftp = await call<SFTPWrapper>((done) => client.sftp(done));
  const homeDir = await call<string>((done) => sftp.realpath('.', done));
  return {
    homeDir,
    createNew: async (path) => {
      const handle = await call<Buffer>((done) => sftp.open(path, 'wx', done));
      let position = 0;
      return {
        write: async (bytes) => {
          const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          await call<unknown>((done) =>
            sftp.write(handle, buffer, 0, buffer.length, position, (error) => done(error, null)),
          );
          position += buffer.length;
        },
        close: () => call<unknown>((done) => sftp.close(handle, (error) => done(error, null))).then(() => undefined),
      };
    },
    exists: async (path) => {
      try {
        await call((done) => sftp.lstat(path, done));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },
    // OpenSSH 9.x answers the rename of SFTP version 3 by a link and an unlink: a taken name is a failure, whoever took it when.
    rename: async (from, to) => {
      await call<unknown>((done) => sftp.rename(from, to, (error) => done(error, null)));
    },
    remove: async (path) => {
      await call<unknown>((done) => sftp.unlink(path, (error) => done(error, null)));
    },
  };
}
