import { describe, expect, it } from 'vitest';
import { freeNameCandidates, safeFileName } from '../../../src-main/domain/file-names.ts';

describe('safeFileName', () => {
  it.each([
    ['data.csv', 'data.csv'],
    ['Größe der Straße.txt', 'Größe der Straße.txt'],
    ['Gro\u0308ße.txt', 'Größe.txt'],
    ['../x', '.._x'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\data\\x.csv', 'C:_data_x.csv'],
    ['a\0b', 'a_b'],
    ['a\nb', 'a_b'],
    ['-rf', '_rf'],
    ['.bashrc', '.bashrc'],
    ['.', 'file'],
    ['..', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['\ud800.txt', '\ufffd.txt'],
    // Cut at its blanks, nothing but the dots is left.
    [`.${' '.repeat(300)}x`, 'file'],
    [`..${' '.repeat(300)}x`, 'file'],
  ])('makes of %j a name that is safe', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it.each([
    ['a'.repeat(300), 'a'.repeat(240)],
    [`${'a'.repeat(300)}.tar.gz`, `${'a'.repeat(233)}.tar.gz`],
    [`${'ß'.repeat(300)}.csv`, `${'ß'.repeat(118)}.csv`],
    [`${'😀'.repeat(100)}.csv`, `${'😀'.repeat(59)}.csv`],
  ])('shortens what is too long and keeps the ending', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
    expect(Buffer.byteLength(safeFileName(name))).toBeLessThanOrEqual(240);
  });
});

describe('freeNameCandidates', () => {
  it.each([
    ['data.csv', ['data.csv', 'data-2.csv', 'data-3.csv']],
    ['data.tar.gz', ['data.tar.gz', 'data-2.tar.gz', 'data-3.tar.gz']],
    ['Makefile', ['Makefile', 'Makefile-2', 'Makefile-3']],
    ['.bashrc', ['.bashrc', '.bashrc-2', '.bashrc-3']],
    ['v1.0 final', ['v1.0 final', 'v1.0 final-2', 'v1.0 final-3']],
  ])('counts %s on before its ending', (name, candidates) => {
    expect(freeNameCandidates(name).slice(0, 3)).toEqual(candidates);
  });
});
