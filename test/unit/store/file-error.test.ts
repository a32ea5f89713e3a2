import { expect, test } from 'vitest';

import { translateFileError } from '../../../src-main/store/file-error.ts';

const path = '/home/Žofie Novák (Gäste)/labs';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it did not work`), { code });
}

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EACCES', 'data-folder-not-writable'],
  ['EPERM', 'data-folder-not-writable'],
  ['EROFS', 'data-folder-not-writable'],
  ['ENOTDIR', 'data-folder-not-writable'],
  ['ELOOP', 'data-folder-not-writable'],
  ['ENAMETOOLONG', 'data-folder-not-writable'],
])('%s means %s', (systemCode, code) => {
  const cause = systemError(systemCode);

  expect(translateFileError(cause, path)).toMatchObject({ code, params: { path }, cause });
});

test('any other error stays what it is', () => {
  const error = systemError('EIO');

  expect(translateFileError(error, path)).toBe(error);
  expect(translateFileError('text', path)).toMatchObject({ message: 'text' });
});
