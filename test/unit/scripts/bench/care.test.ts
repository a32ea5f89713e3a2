import { describe, expect, it } from 'vitest';
import { createCare } from '../../../../scripts/bench/care.ts';

describe('care', () => {
  it('takes away what was made last first, each thing once', async () => {
    const gone: string[] = [];
    const care = createCare();
    for (const name of ['folder', 'process']) {
      care.add(name, () => {
        gone.push(name);
        return Promise.resolve();
      });
    }

    await care.finish();
    await care.finish();

    expect(gone).toEqual(['process', 'folder']);
  });

  it('goes on after a failure, and tells of it in the end', async () => {
    const gone: string[] = [];
    const care = createCare();
    care.add('folder', () => {
      gone.push('folder');
      return Promise.resolve();
    });
    care.add('process', () => Promise.reject(new Error('it stays')));

    await expect(care.finish()).rejects.toThrow('not taken away: process');
    expect(gone).toEqual(['folder']);
  });
});
