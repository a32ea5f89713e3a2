import { spawn, spawnSync } from 'node:child_process';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

describe('unit tests', () => {
  it('cannot start a program', async () => {
    expect(() => spawn('true')).toThrow('unit tests start no program');
    expect(() => spawnSync('true')).toThrow('unit tests start no program');
    await expect(execa('true')).rejects.toThrow('unit tests start no program');
  });
});
