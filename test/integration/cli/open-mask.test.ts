import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { screenMethods } from '../../../src-main/contract/app-methods.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const program = fileURLToPath(new URL('live-with-open-mask.ts', import.meta.url));
const said = z.object({ seen: z.number(), open: z.array(z.string()), called: z.number() });

async function liveWithOpenMask(): Promise<z.infer<typeof said>> {
  const child = spawn(process.execPath, [program, await createTestDir()], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  return said.parse(JSON.parse(stdout));
}

/** What may have rights for others, and why that is none for them: nobody else gets into the folders above. */
const exceptions: readonly RegExp[] = [
  // For stock tools, without a secret, and for others to read alone.
  /^644 data\/(?:labs\/[^/]+|trash\/[^/]+\/content)\/(?:inventory\.yaml|spec\.yaml|ssh\/(?:config|known_hosts|id_ed25519\.pub|host_keys\/[^/]+\.pub)) /,
  // What the invented hypervisor, its guests and the invented download write; real programs have a mode of their own for each file.
  /\/(?:fake-[^ ]+|serial\.log|shared\/daten\.img|network|image\.(?:json|qcow2)) \(/,
  /^777 data\/images\/[0-9a-f]{64} /,
];

describe.skipIf(process.platform === 'win32')('a process whose mask takes no right away (umask 000)', () => {
  it('makes, uses and deletes labs, and nobody else gets a right to anything below its folders', async () => {
    const { seen, open, called } = await liveWithOpenMask();

    expect(called).toBe(Object.keys(screenMethods).length);
    expect(seen).toBeGreaterThan(150);
    expect(open.filter((line) => !exceptions.some((pattern) => pattern.test(line)))).toEqual([]);
  });
});
