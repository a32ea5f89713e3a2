import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasText } from '../../../src-main/locales/translate.ts';
import { faultModes } from '../../fakes/parallels/faults.ts';
import type { FaultMode } from '../../fakes/parallels/faults.ts';
import { createQuickTestDir } from '../../fakes/test-dir.ts';
import { openMacTrial } from './mac-trial.ts';
import type { Ledger, MacTrial } from './mac-trial.ts';

/** A call without what differs from run to run: program, what it is asked to do, and its options. */
function shapeOf(line: string): string {
  const [tool = '', verb = '', noun = ''] = line.split(' ');
  const subject = tool === 'prlsrvctl' ? ` ${noun}` : '';
  const device = / --device-(?:add|set|del) (\w+)/.exec(line)?.[1] ?? '';
  const options = line.match(/ --[a-z-]+/g) ?? [];
  return `${tool} ${verb}${subject}${options.join('')} ${device}`.trim();
}

/** What the user of the Mac has besides our labs: nothing of it is ever touched. */
async function withThingsOfTheUser(trial: MacTrial, dir: string): Promise<void> {
  const { mac } = trial;
  const run = (program: string, ...args: readonly string[]): Promise<unknown> =>
    mac.run({ program, args }, { signal: new AbortController().signal });
  await run('prlctl', 'create', 'pi-200', '--distribution', 'win-11', '--dst', dir);
  await run('prlsrvctl', 'net', 'add', 'bigdata', '--type', 'host-only');
  await run('prlsrvctl', 'net', 'set', 'Shared', '--nat-tcp-add', 'ssh,2299,10.211.55.5,22');
}

async function openTrial(): Promise<{ readonly trial: MacTrial; readonly before: Ledger }> {
  const dir = await createQuickTestDir();
  const trial = await openMacTrial(join(dir, 'mac'));
  await withThingsOfTheUser(trial, dir);
  return { trial, before: await trial.ledger() };
}

async function issuedByHappyRun(): Promise<readonly string[]> {
  const { trial } = await openTrial();
  const already = trial.mac.calls.length;
  expect(await trial.up()).toMatchObject({ state: 'succeeded' });
  return [...new Set(trial.mac.calls.slice(already).map(shapeOf))];
}

/** Away with the lab and its base: then everything is as it was. */
async function expectNothingLeft(trial: MacTrial, before: Ledger): Promise<void> {
  if (await trial.hasLab()) expect(await trial.purge()).toMatchObject({ state: 'succeeded' });
  await trial.removeBases();
  const { files, ...inParallels } = await trial.ledger();
  const { files: _, ...inParallelsBefore } = before;
  expect(inParallels).toEqual(inParallelsBefore);
  expect(files.filter((path) => path.includes('.pvm') || path.includes('unfinished'))).toEqual([]);
}

async function expectThingsOfTheUser(trial: MacTrial, before: Ledger): Promise<void> {
  const now = await trial.ledger();
  expect(now.homes).toEqual(expect.arrayContaining([...before.homes]));
  expect(now.networks).toEqual(expect.arrayContaining([...before.networks]));
  expect(now.rules).toEqual(expect.arrayContaining([...before.rules]));
}

interface Case {
  readonly mode: FaultMode;
  readonly times: number;
}

/** Runs `up` with the fault. It ends ready, or says why not; nobody's things are touched, and no VM is unaccounted for. */
async function upWithFault(
  shape: string,
  { mode, times }: Case,
): Promise<{ readonly trial: MacTrial; readonly before: Ledger; readonly state: string }> {
  const { trial, before } = await openTrial();
  trial.mac.inject({ matches: (line) => shapeOf(line) === shape, mode, times });
  const { state, error } = await trial.up();
  if (state === 'succeeded') expect(await trial.states()).toEqual(['running', 'running']);
  else {
    expect(state).toBe('failed');
    expect(error?.code, JSON.stringify(error)).not.toBe('unexpected');
    expect(hasText(`errors.${error?.code ?? ''}.next`)).toBe(true);
    expect(error?.evidence).not.toEqual([]);
  }
  await expectThingsOfTheUser(trial, before);
  expect((await trial.unknownHomes()).filter((home) => !before.homes.includes(home))).toEqual([]);
  trial.mac.heal();
  return { trial, before, state };
}

/** What a lab on a Mac asks of Parallels, from the first call to the last. */
const shapes = [
  'prlctl list --all --info --json',
  'prlsrvctl net list --json',
  'prlsrvctl net info --json',
  'prlctl create --distribution --dst --no-hdd',
  'prlctl set --description',
  'prlctl set --cpus --memsize',
  'prlctl set --startup-view',
  'prlctl set --on-shutdown',
  'prlctl set --on-window-close',
  'prlctl set --auto-share-camera',
  'prlctl set --smart-guard',
  'prlctl set --shf-host-defined',
  'prlctl set --device-set --type --mac --adapter-type net0',
  'prlctl set --device-set --image --enable --connect cdrom0',
  'prlctl set --device-add --output serial',
  'prl_disk_tool create --hdd --size',
  'prl_disk_tool convert --hdd --expanding',
  'prlctl set --device-add --image --iface --position hdd',
  'prlctl set --device-bootorder',
  'prlctl start',
  'prlctl set --device-del cdrom0',
  'prlctl set --device-del serial0',
  'prlctl snapshot-list --json',
  'prlctl snapshot --name',
  'prlctl clone --name --dst --linked --id --regenerate-src-uuid',
  'prlctl set --device-add --image --enable --connect cdrom',
  'prlsrvctl net add --type',
  'prlsrvctl net set --dhcp-server',
  'prlctl set --device-add --type --iface --mac --adapter-type net',
  'prlsrvctl net set --nat-tcp-add',
];

/** Calls whose answer is read; of the others only the end counts. */
function isRead(shape: string): boolean {
  return shape.includes('--json') || shape.startsWith('prlctl snapshot');
}

function modesOf(shape: string): { readonly once: readonly FaultMode[]; readonly forEver: readonly FaultMode[] } {
  if (isRead(shape)) return { once: faultModes, forEver: faultModes };
  return { once: ['fails', 'fails-late', 'hangs-late', 'rubbish'], forEver: ['hangs', 'rubbish'] };
}

describe('up on a Mac whose Parallels fails', () => {
  it('is tried with every kind of call that a lab needs', async () => {
    expect(await issuedByHappyRun()).toEqual(shapes);
  });

  describe.each(shapes)('%s', (shape) => {
    const { once, forEver } = modesOf(shape);

    it.each(once)('%s once: up ends ready or says why, and the next up ends ready', async (mode) => {
      const { trial, state } = await upWithFault(shape, { mode, times: 1 });
      if (state === 'failed') expect(await trial.up()).toMatchObject({ state: 'succeeded' });

      expect(await trial.states()).toEqual(['running', 'running']);
    });

    it.each(forEver)('%s for ever: up ends ready or says why, and everything can be taken away', async (mode) => {
      const { trial, before } = await upWithFault(shape, { mode, times: Number.POSITIVE_INFINITY });

      await expectNothingLeft(trial, before);
    });

    it('is cancelled: everything that was begun is undone', async () => {
      const { trial, before } = await openTrial();
      const controller = new AbortController();
      trial.mac.inject({
        matches: (line) => {
          if (shapeOf(line) === shape) controller.abort();
          return false;
        },
        mode: 'fails',
      });

      expect(await trial.up(controller.signal)).toMatchObject({ state: 'cancelled' });

      expect(await trial.hasLab()).toBe(false);
      await expectNothingLeft(trial, before);
    });
  });
});
