import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { imageArgs } from '../../src-main/hypervisors/qemu/image-tool.ts';
import { startDetached } from './bare-qmp.ts';
import { findQemu, runOk, runProgram } from './programs.ts';
import type { RunningProgram } from './programs.ts';

/** Everything a script needs to make the same guests again: taken from a lab that runs, with another folder in all paths. */
export const bareLabSchema = z.object({
  /** Holds everything of these guests; `seeds/` and `ssh/` are there before the script runs. */
  dir: z.string(),
  hub: z.array(z.string()),
  nodes: z.array(
    z.object({
      name: z.string(),
      argv: z.array(z.string()),
      diskPath: z.string(),
      backingPath: z.string(),
      diskBytes: z.number(),
    }),
  ),
});
export type BareLab = z.infer<typeof bareLabSchema>;

const diskInfoSchema = z.object({ 'virtual-size': z.number(), 'full-backing-filename': z.string() });
const sshEveryMs = 1000;
const sshTimeoutSeconds = 5;
const hubFileName = 'network';

function seedOf(dir: string, name: string): string {
  return join(dir, 'seeds', `${name}.iso`);
}

function only(found: readonly RunningProgram[], what: string): RunningProgram {
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} processes of ${what}`);
  return first;
}

/** Takes down how the guests of a running lab were started, and keeps their seeds and SSH files in `dir`. */
export async function recordLab(
  lab: { readonly labDir: string; readonly names: readonly string[] },
  dir: string,
  signal: AbortSignal,
): Promise<BareLab> {
  const { labDir, names } = lab;
  const moved = (text: string): string => text.replaceAll(labDir, dir);
  const nodes: BareLab['nodes'] = [];
  for (const name of names) {
    const nodeDir = join(labDir, 'nodes', name);
    const diskPath = join(nodeDir, 'disk.qcow2');
    const info = diskInfoSchema.parse(JSON.parse(await runOk('qemu-img', imageArgs.info(diskPath), { signal })));
    const seedPath = seedOf(dir, name);
    await mkdir(dirname(seedPath), { recursive: true });
    await cp(join(nodeDir, 'seed.iso'), seedPath);
    nodes.push({
      name,
      argv: only(findQemu(`${nodeDir}/`), name).argv.map(moved),
      diskPath: moved(diskPath),
      backingPath: info['full-backing-filename'],
      diskBytes: info['virtual-size'],
    });
  }
  await cp(join(labDir, 'ssh'), join(dir, 'ssh'), { recursive: true });
  const configPath = join(dir, 'ssh', 'config');
  await writeFile(configPath, moved(await readFile(configPath, 'utf8')));
  const hub = only(findQemu(`${join(labDir, hubFileName)}/`), 'the network').argv.map(moved);
  return { dir, hub, nodes };
}

/** Waits until a command runs on the guest over SSH, as a script would: with the stock client, again and again. */
export async function untilSsh(dir: string, name: string, signal: AbortSignal): Promise<void> {
  const options = ['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${sshTimeoutSeconds}`];
  for (;;) {
    const { exitCode } = await runProgram('ssh', ['-F', join(dir, 'ssh', 'config'), ...options, name, 'true'], {
      signal,
    });
    if (exitCode === 0) return;
    await sleep(sshEveryMs, undefined, { signal });
  }
}

/** Makes the overlays, starts hub and guests, and waits for SSH; everything that can be done at once is. */
export async function bareUp({ dir, hub, nodes }: BareLab, signal: AbortSignal): Promise<void> {
  await mkdir(join(dir, hubFileName), { recursive: true });
  const hubStarted = startDetached(hub);
  await Promise.all(
    nodes.map(async ({ name, argv, diskPath, backingPath, diskBytes }) => {
      await mkdir(dirname(diskPath), { recursive: true });
      await runOk('qemu-img', imageArgs.createClone(diskPath, backingPath, diskBytes), { signal });
      await cp(seedOf(dir, name), join(dirname(diskPath), 'seed.iso'));
      await startDetached(argv);
      await untilSsh(dir, name, signal);
    }),
  );
  await hubStarted;
}
