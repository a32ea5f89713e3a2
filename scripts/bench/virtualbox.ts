import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectDir } from '../lib/toolchain.mjs';
import { runOk } from './programs.ts';
import type { BenchContext } from './qemu.ts';
import { resultSchema } from './results.ts';
import type { Result } from './results.ts';

/**
 * What the driver for VirtualBox needs, against calling VBoxManage directly: on the real VBoxManage that the tests use, with
 * settings of its own. VMs are defined and looked at, not started.
 */
export async function measureVirtualBox(rounds: number, { care, signal }: BenchContext): Promise<readonly Result[]> {
  const dir = await mkdtemp('/tmp/bdl-bench-');
  care.add(dir, () => rm(dir, { recursive: true, force: true }));
  const inside = join(import.meta.dirname, 'virtualbox-inside.ts');
  const script = join(projectDir, 'scripts', 'real-virtualbox');
  const stdout = await runOk(script, ['run', '--', process.execPath, inside, dir, String(rounds)], {
    signal,
    // The script passes it on, and everything of the run ends with it.
    endWith: 'SIGTERM',
    onError: (text) => process.stderr.write(text),
  });
  return z.array(resultSchema).parse(JSON.parse(stdout));
}
