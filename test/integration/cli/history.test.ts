import { appendFile, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { labHistorySchema } from '../../../src-main/contract/history-views.ts';
import { createLab } from './lab-trial.ts';
import { parseOk } from './trial.ts';

describe('the history of a lab', () => {
  it('tells every operation, its steps, and with --commands what they ran', async () => {
    const trial = await createLab();
    await trial.ok('stop');

    const text = await trial.ok('history', '--commands');

    expect(text).toMatch(
      /Create: done[^]*✓ Start pi-200[^]*\$ hypervisor start pi-200[^]*Stop: done[^]*Shut down pi-200/,
    );
    expect(await trial.ok('history')).not.toContain('hypervisor start');
  });

  it('gives the newest as a script', async () => {
    const trial = await createLab();

    const script = await trial.ok('history', '--script');

    expect(script).toMatch(/^#!\/bin\/sh\n# Labor: Create\n/);
    expect(script).toContain('\n# Start pi-200\nhypervisor start pi-200\n');
  });

  it('says plainly how much of a damaged journal is missing', async () => {
    const trial = await createLab();
    const { labId } = await trial.status();
    const path = trial.paths.journalFile((await trial.deps.store.findLab(labId)).plan.labId);
    const before = (await readFile(path, 'utf8')).split('\n').length;
    await appendFile(path, 'no json\n{"event":"unheard of"}\n');

    const history = parseOk(labHistorySchema, (await trial.run(['history', '--json'])).stdout);

    expect(before).toBeGreaterThan(3);
    expect(history).toMatchObject({
      damagedLines: 2,
      hasOlder: false,
      operations: [{ kind: 'create', state: 'succeeded' }],
    });
    expect(await trial.ok('history')).toContain('2 lines of the journal cannot be read');
  });

  it('keeps to the last fifty', async () => {
    const trial = await createLab();
    const { labId } = (await trial.deps.store.findLab('Labor')).plan;
    const lines = Array.from({ length: 50 }, (_, index) => {
      const operationId = `3f6c0f0a-0f5d-4c39-a2f6-7c8a6ad6b7${String(index + 10)}`;
      return JSON.stringify({ event: 'begin', kind: 'repair', operationId, at: new Date(index).toISOString() });
    });
    await appendFile(trial.paths.journalFile(labId), `${lines.join('\n')}\n`);

    const history = parseOk(labHistorySchema, (await trial.run(['history', '--json'])).stdout);

    expect(history.operations).toHaveLength(50);
    expect(history.hasOlder).toBe(true);
    expect(history.operations.some(({ kind }) => kind === 'create')).toBe(false);
  });
});
