import { closeSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A text file that starts anew when it is full; the one before is kept as `<path>.1`. */
export interface RotatingFile {
  /** Appends at once, so that nothing is lost however the app ends. */
  readonly write: (text: string) => void;
  readonly close: () => void;
}

/**
 * Opens the file with the first write, mode 0600. A log must never be the reason for a failure: what cannot be written (full disk,
 * read-only folder) is left out, and the work that needs the same folder reports it.
 */
export function createRotatingFile(path: string, maxBytes: number): RotatingFile {
  let file: { readonly fd: number; sizeBytes: number } | null = null;

  function open(): { readonly fd: number; sizeBytes: number } {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const fd = openSync(path, 'a', 0o600);
    return { fd, sizeBytes: fstatSync(fd).size };
  }

  function close(): void {
    if (file !== null) closeSync(file.fd);
    file = null;
  }

  function rotate(fd: number): void {
    // Another process may have done it already; then this name is its new file.
    const isOurs = statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino;
    close();
    if (isOurs) renameSync(path, `${path}.1`);
  }

  function append(text: string): void {
    file ??= open();
    if (file.sizeBytes > maxBytes) {
      rotate(file.fd);
      file = open();
    }
    file.sizeBytes += writeSync(file.fd, text);
  }

  return {
    close,
    write: (text) => {
      try {
        append(text);
      } catch {
        // See above: a log is never the reason for a failure.
      }
    },
  };
}
