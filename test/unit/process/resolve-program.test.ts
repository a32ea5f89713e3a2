import { describe, expect, test } from 'vitest';

import { resolveProgram } from '../../../src-main/process/resolve-program.ts';

describe('resolveProgram', () => {
  test.each(['/opt/tool', './tool', String.raw`C:\Tools\tool.exe`])('leaves the path %s as it is', async (program) => {
    expect(await resolveProgram({ program, args: [] }, { platformId: 'linux', env: {} })).toBe(program);
  });

  test.each(['linux', 'macos', 'windows'] as const)('finds nothing on %s without a PATH', async (platformId) => {
    const place = { platformId, env: { PATH: undefined } };

    await expect(resolveProgram({ program: 'ls', args: [] }, place)).rejects.toMatchObject({ reason: 'missing' });
  });
});
