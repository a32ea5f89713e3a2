import ssh2, { type SFTPWrapper } from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;

/** Answers SFTP as OpenSSH does, over files in memory: a rename is a link and an unlink, and fails when the new name is taken. */
export function serveFiles(sftp: SFTPWrapper, files: Map<string, Buffer>): void {
  const answer = (id: number, isFine: boolean): void => {
    sftp.status(id, isFine ? STATUS_CODE.OK : STATUS_CODE.FAILURE);
  };
  sftp.on('REALPATH', (id) => sftp.name(id, [{ filename: '/home/pi', longname: '', attrs: emptyAttributes }]));
  sftp.on('OPEN', (id, path) => {
    if (files.has(path)) answer(id, false);
    else {
      files.set(path, Buffer.alloc(0));
      sftp.handle(id, Buffer.from(path));
    }
  });
  sftp.on('WRITE', (...[id, handle, offset, data]) => {
    const path = handle.toString();
    const before = files.get(path) ?? Buffer.alloc(0);
    files.set(path, Buffer.concat([before.subarray(0, offset), data]));
    answer(id, before.length === offset);
  });
  sftp.on('CLOSE', (id) => answer(id, true));
  sftp.on('LSTAT', (id, path) => {
    if (files.has(path)) sftp.attrs(id, emptyAttributes);
    else sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  });
  sftp.on('RENAME', (id, from, to) => {
    const content = files.get(from);
    if (content !== undefined && !files.has(to)) {
      files.set(to, content);
      files.delete(from);
      answer(id, true);
    } else answer(id, false);
  });
  sftp.on('REMOVE', (id, path) => answer(id, files.delete(path)));
}

const emptyAttributes = { mode: 0o644, uid: 1000, gid: 1000, size: 0, atime: 0, mtime: 0 };
