import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../../src-main/domain/failure.ts';
import { exitCodeOf, exitCodes } from '../../../../src-main/shells/cli/exit-codes.ts';

async function readRows(pattern: RegExp): Promise<readonly (readonly string[])[]> {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/exit-codes.md'), 'utf8');
  return [...text.matchAll(pattern)].map(([, ...cells]) => cells);
}

describe('docs/exit-codes.md', () => {
  it('lists every exit code there is, and no other', async () => {
    const documented = await readRows(/^\| (\d+) +\|/gm);

    expect(documented.map(([code]) => Number(code))).toEqual(
      Object.values(exitCodes).toSorted((left, right) => left - right),
    );
  });

  it('gives every error code its exit code, in the order of the code', async () => {
    const documented = await readRows(/^\| `([a-z-]+)` +\| (\d+) +\|$/gm);

    expect(documented.map(([code, exitCode]) => [code, Number(exitCode)])).toEqual(
      [...errorCodes, 'unexpected' as const].map((code) => [code, exitCodeOf(code)]),
    );
  });
});
