import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A file system in memory, where the system has one: hundreds of tests that sync every line of a journal wait for a disk otherwise. */
export function memoryDir(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}
