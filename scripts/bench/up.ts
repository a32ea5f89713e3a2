import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { labViewSchema, planPreviewSchema } from '../../src-main/contract/lab-views.ts';
import { keepImages, takeCachedImages, testCacheDir } from '../../test/real/support/host.ts';
import { recordLab, untilSsh } from './bare-lab.ts';
import type { BareLab } from './bare-lab.ts';
import { bareResume, bareSave } from './bare-qmp.ts';
import type { BareVm } from './bare-qmp.ts';
import { endQemuIn, findQemu, runOk, runProgram } from './programs.ts';
import type { BenchContext } from './qemu.ts';
import type { Pair, Result } from './results.ts';
import { clocked, currentLoad } from './rounds.ts';

export interface UpSetup {
  readonly cliPath: string;
  readonly rounds: number;
  readonly image: string;
}

/** Times of one life of a lab, in milliseconds. */
interface Life {
  readonly up: number;
  readonly save: number;
  readonly resume: number;
}

interface Place {
  /** The data folder; it is kept from run to run, because it holds the prepared base. */
  readonly homeDir: string;
  readonly bareDir: string;
  readonly labName: string;
  readonly wish: readonly string[];
  /** Runs the command line and answers its stdout. */
  readonly bdl: (...args: readonly string[]) => Promise<string>;
  readonly signal: AbortSignal;
}

async function createPlace({ cliPath, image }: UpSetup, { care, signal }: BenchContext): Promise<Place> {
  const homeDir = join(testCacheDir, 'bench-home');
  const workDir = await mkdtemp('/tmp/bdl-bench-');
  const labName = `Bench ${basename(workDir)
    .slice(-6)
    .replaceAll(/[^A-Za-z0-9]/g, 'x')}`;
  // A copy: the project may be built again meanwhile.
  const distDir = join(workDir, 'dist');
  await cp(dirname(cliPath), distDir, { recursive: true });
  const run = { env: { BDL_HOME: homeDir, BDL_LANG: 'en' }, onError: (text: string) => process.stderr.write(text) };
  const cli = join(distDir, basename(cliPath));
  const bareDir = join(workDir, 'bare');
  care.add(workDir, async () => {
    const { stdout } = await runProgram(process.execPath, [cli, 'list'], {
      ...run,
      signal: new AbortController().signal,
    });
    const left = [labName, baseLabName(labName)].filter((name) => stdout.includes(name));
    for (const name of left) {
      const signal = new AbortController().signal;
      await runOk(process.execPath, [cli, 'delete', name, '--purge', '--yes'], { ...run, signal });
    }
    await endQemuIn(workDir);
    await rm(workDir, { recursive: true, force: true });
  });
  return {
    homeDir,
    bareDir,
    labName,
    wish: ['--hypervisor', 'qemu', '--image', image, '--memory', '512', '--disk', '8', '--no-upgrade', '--yes'],
    bdl: (...args) => runOk(process.execPath, [cli, ...args], { ...run, signal }),
    signal,
  };
}

function baseLabName(labName: string): string {
  return `${labName} base`;
}

const previewAnswerSchema = z.object({ ok: z.literal(true), value: planPreviewSchema });
const labAnswerSchema = z.object({ ok: z.literal(true), value: labViewSchema });

/** Sees to it that the base is prepared; the first time this takes minutes. */
async function ensureBase({ homeDir, labName, wish, bdl }: Place): Promise<void> {
  const plan = ['plan', '--name', baseLabName(labName), '--nodes', '1', ...wish.filter((word) => word !== '--yes')];
  const { stages } = previewAnswerSchema.parse(JSON.parse(await bdl(...plan, '--json'))).value;
  if (stages.some(({ stage, action }) => stage === 'base' && action === 'reuse')) return;
  await takeCachedImages(homeDir);
  await bdl('up', '--name', baseLabName(labName), '--nodes', '1', ...wish);
  await keepImages(homeDir);
  await bdl('delete', baseLabName(labName), '--purge', '--yes');
}

/** A whole life of a lab through the command line; writes down how to make the same guests without it. */
async function liveOurs(place: Place): Promise<{ readonly life: Life; readonly bare: BareLab }> {
  const { labName, wish, bdl, bareDir, signal } = place;
  const timed = (...args: readonly string[]): Promise<number> =>
    clocked(async () => {
      await bdl(...args);
    });
  const up = await timed('up', '--name', labName, '--nodes', '3', ...wish);
  const lab = labAnswerSchema.parse(JSON.parse(await bdl('status', labName, '--json'))).value;
  await rm(bareDir, { recursive: true, force: true });
  await mkdir(bareDir);
  const names = lab.nodes.map(({ name }) => name);
  const bare = await recordLab({ labDir: lab.labDir, names }, bareDir, signal);
  const save = await timed('save', labName);
  const resume = await timed('start', labName);
  await bdl('delete', labName, '--purge', '--yes');
  return { life: { up, save, resume }, bare };
}

function toBareVm(bareDir: string, name: string): BareVm {
  const [found] = findQemu(`${join(bareDir, 'nodes', name)}/`);
  const socketPath = found?.argv
    .map((argument) => /^socket,id=control,path=([^,]+)/.exec(argument)?.[1])
    .find((path) => path !== undefined);
  if (found === undefined || socketPath === undefined) throw new Error(`${name} does not run`);
  return { ...found, socketPath };
}

/** The same life with bare tools. */
async function liveFloor({ signal }: Place, bare: BareLab): Promise<Life> {
  const recipePath = join(bare.dir, 'bare-lab.json');
  await writeFile(recipePath, JSON.stringify(bare));
  const script = join(import.meta.dirname, 'bare-up.ts');
  const up = await clocked(async () => {
    await runOk(process.execPath, [script, recipePath], { signal });
  });
  const names = bare.nodes.map(({ name }) => name);
  const vms = names.map((name) => toBareVm(bare.dir, name));
  const save = await clocked(async () => {
    await Promise.all(vms.map(bareSave));
  });
  const resume = await clocked(async () => {
    await Promise.all(vms.map(bareResume));
    await Promise.all(names.map((name) => untilSsh(bare.dir, name, signal)));
  });
  await endQemuIn(bare.dir);
  await rm(join(bare.dir, 'nodes'), { recursive: true });
  return { up, save, resume };
}

/** Lives of a lab of three real guests, through the command line and with bare tools. */
export async function measureUp(setup: UpSetup, context: BenchContext): Promise<readonly Result[]> {
  const place = await createPlace(setup, context);
  await ensureBase(place);
  const load = currentLoad();
  const lives: { readonly ours: Life; readonly floor: Life }[] = [];
  let bare: BareLab | null = null;
  for (let round = 0; round < setup.rounds; round += 1) {
    context.signal.throwIfAborted();
    // Every other round begins with the floor, on what was written down in the round before.
    const early: Life | null = round % 2 === 1 && bare !== null ? await liveFloor(place, bare) : null;
    const ours = await liveOurs(place);
    bare = ours.bare;
    lives.push({ ours: ours.life, floor: early ?? (await liveFloor(place, ours.bare)) });
    process.stderr.write(`${JSON.stringify(lives.at(-1))}\n`);
  }
  const pairs = (phase: keyof Life): Pair[] =>
    lives.map(({ ours, floor }) => ({ oursMs: ours[phase], floorMs: floor[phase] }));
  const budget = { kind: 'ratio', limit: 1.1 } as const;
  return [
    { kind: 'times', what: '`bdl up`: three nodes from a prepared base', pairs: pairs('up'), budget, load },
    { kind: 'times', what: '`bdl save`: three nodes', pairs: pairs('save'), budget, load },
    { kind: 'times', what: '`bdl start`: three saved nodes', pairs: pairs('resume'), budget, load },
  ];
}
