import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LabError } from '../../src-main/domain/failure.ts';
import type { WholeApp } from './whole-app.ts';

/** When somebody may look at what is there. */
export type Moment = 'chosen' | 'made' | 'used' | 'in the trash' | 'deleted';

/** The password that is typed into the wizard. */
export const chosenPassword = 'Grüner "Apfel" 7';

const labName = 'Labor';
const image = 'ubuntu-24.04';
const spec = { name: labName, nodes: 2, image, memoryMiB: 1024, sharedDisks: [{ name: 'daten', sizeMiB: 16 }] };
const draft = { step: 'review', furthest: 'review', spec, operationId: null, labId: null };
const lab = { lab: labName };
const first = { ...lab, node: 'pi-200' };
const last = { ...lab, node: 'pi-201' };

async function lookAround({ call }: WholeApp): Promise<void> {
  await call('app.info');
  await call('settings.set', { theme: 'dark' });
  await call('settings.get');
  await call('host.check');
  await call('host.firmwareGuide');
  await call('host.installPlan', { hypervisor: 'virtualbox' });
  await call('host.installHypervisor', { hypervisor: 'virtualbox', confirmed: true });
  await call('host.trial', { hypervisor: 'qemu' });
  await call('host.trials');
  await call('host.restartToFirmware', { confirmed: true });
  await call('updates.look', { address: 'https://example.org/releases.json' });
  await call('images.probe', { image });
  await call('images.fetch', { image });
  await call('images.list');
  await call('images.browse', { path: null });
  await call('data.room');
  await call('data.inspect');
}

/** The wizard: a password that nobody could type, a good one, a build that fails, and one that does not. */
async function makeLab({ call, driver }: WholeApp, at: (moment: Moment) => Promise<void>): Promise<void> {
  await call('draft.set', { draft });
  await call('draft.setPassword', { password: `${chosenPassword}\n` });
  await call('draft.setPassword', { password: chosenPassword });
  await call('draft.hasPassword');
  await call('draft.get');
  await call('lab.plan', spec);
  const error = new LabError('disk-full', 'full', { params: { path: '/x' } });
  driver.failNext({ method: 'createNode', error });
  await call('lab.create', spec);
  await at('chosen');
  await call('lab.create', spec);
  await call('draft.set', { draft: null });
  await call('draft.open', { text: `name: ${labName}\n`, fileName: 'labor.bdlab' });
}

async function useLab(app: WholeApp): Promise<void> {
  const { call } = app;
  await call('lab.list');
  await call('lab.status', lab);
  await call('lab.metrics', lab);
  await call('lab.file', lab);
  await call('lab.exec', { ...lab, command: 'uptime' });
  await call('lab.recognise', first);
  await call('lab.handSnapshots', lab);
  await call('lab.stop', lab);
  await call('lab.start', lab);
  await call('lab.snapshot', { ...lab, name: 'first' });
  await call('lab.save', lab);
  await call('lab.start', lab);
  await call('lab.restore', { ...lab, name: 'first' });
  await call('lab.add', { ...lab, count: 1 });
  // The second lab has 202.
  await call('lab.remove', { ...lab, node: 'pi-203' });
  await call('lab.reset', last);
  await call('lab.repair', lab);
  await call('lab.wake', lab);
  await call('lab.setStartOrder', { ...lab, stages: [['pi-200'], ['pi-201']] });
  await call('lab.setCable', { ...last, adapter: 'nat', connected: false });
  await call('lab.setCable', { ...last, adapter: 'nat', connected: true });
  await call('lab.cutPower', last);
  await call('lab.start', lab);
  await useTerminals(app);
  await sendFile(app);
  await call('lab.history', lab);
  await call('operations.list');
}

async function useTerminals({ call }: WholeApp): Promise<void> {
  const size = { cols: 80, rows: 24 };
  const opened = [
    await call('terminals.open', { kind: 'ssh', ...first, ...size }),
    await call('terminals.open', { kind: 'console', ...first, ...size }),
  ];
  await call('terminals.list');
  for (const one of opened)
    await call('terminals.close', { terminalId: z.object({ terminalId: z.string() }).parse(one).terminalId });
}

async function sendFile({ call, core }: WholeApp): Promise<void> {
  const content = Buffer.from('hello');
  const begun = await call('files.begin', { ...lab, nodes: ['pi-200', 'pi-201'], name: 'notes.txt', sizeBytes: 5 });
  const { transferId } = z.object({ transferId: z.string() }).parse(begun);
  const bytes = (async function* () {
    await Promise.resolve();
    yield content;
  })();
  await core.receiveFile({ transferId, content: bytes, signal: new AbortController().signal });
}

async function tidyUp({ call, paths }: WholeApp): Promise<void> {
  const part = join(paths.imageWorkDir, 'abc.part');
  await mkdir(paths.imageWorkDir, { recursive: true, mode: 0o700 });
  await writeFile(part, 'half', { mode: 0o600 });
  await call('data.tidy', { path: part });
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(await call('reclaim.preview'));
  await call('reclaim.run', { ids: items.slice(0, 2).map(({ id }) => id) });
}

async function endLab({ call }: WholeApp, at: (moment: Moment) => Promise<void>): Promise<void> {
  const entries = z.array(z.object({ entryId: z.string() }));
  await call('lab.delete', { ...lab, purge: false });
  await at('in the trash');
  const [entry] = entries.parse(await call('trash.list'));
  await call('trash.takeBack', { entryId: entry?.entryId });
  await call('lab.delete', { ...lab, purge: false });
  await call('trash.empty');
  const kept = z
    .object({
      images: z.array(z.object({ digest: z.string().nullable() })),
      bases: z.array(z.object({ baseId: z.string() })),
    })
    .parse(await call('images.list'));
  for (const { baseId } of kept.bases) await call('images.remove', { id: baseId });
  for (const { digest } of kept.images) if (digest !== null) await call('images.remove', { id: digest });
}

/** Every method there is, and the command line beside it, from an empty data folder to an empty one. Calls `at` on the way. */
export async function liveThrough(app: WholeApp, at: (moment: Moment) => Promise<void>): Promise<void> {
  const { call, bdl } = app;
  await lookAround(app);
  await makeLab(app, at);
  // A second lab, whose password is made up.
  await bdl('up', '--name', 'Zweites', '--nodes', '1', '--memory', '1024');
  await at('made');
  await useLab(app);
  await bdl('ssh', 'pi-200');
  await bdl('status', labName, '--json');
  await bdl('history', labName);
  await bdl('support', '--output', join(app.rootDir, 'support.txt'));
  await call('support.bundle');
  await call('lab.password', { lab: 'Zweites' });
  await at('used');
  const [operation] = z.array(z.object({ id: z.string() })).parse(await call('operations.list'));
  await call('operations.cancel', { operationId: operation?.id });
  await tidyUp(app);
  await call('lab.delete', { lab: 'Zweites', purge: true });
  await endLab(app, at);
  await at('deleted');
}
