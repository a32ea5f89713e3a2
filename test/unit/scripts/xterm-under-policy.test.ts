import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putXtermUnderPolicy } from '../../../scripts/lib/xterm-under-policy.ts';

const path = join(import.meta.dirname, '../../../node_modules/@xterm/xterm/lib/xterm.mjs');

describe('xterm under the policy of our pages', () => {
  it('writes no style that the policy blocks', async () => {
    const code = putXtermUnderPolicy(await readFile(path, 'utf8'));

    expect(code).not.toContain('setAttribute("style"');
    expect(code.match(/createElement\("style"\)/g)).toHaveLength(3);
    expect(code.match(/createElement\("style"\),\{nonce:/g)).toHaveLength(3);
    expect(code).toMatch(/_addStyle\((\w),(\w)\)\{\1\.style\.cssText\+=`\$\{\2\};`\}/);
  });

  it('is looked at anew when xterm changes', () => {
    expect(() => putXtermUnderPolicy('document.createElement("style")')).toThrow('applies 1 times, not 3');
  });
});
