import { describe, expect, it } from 'vitest';
import { nodeMetricsSchema } from '../../../src-main/contract/node-views.ts';
import { createLab, refOf } from './lab-trial.ts';
import { parseOk } from './trial.ts';

describe('metrics', () => {
  it('tells how each node is, as soon as its work can be told', async () => {
    const trial = await createLab();

    const text = await trial.ok('metrics');

    expect(text.split('\n').slice(0, 2)).toEqual([
      'NODE    UPTIME    CPU  MEMORY               DISK',
      'pi-200  1:05 min  2 %  512 MiB of 2048 MiB  2.0 GiB of 25.0 GiB',
    ]);
  });

  it('says of which node nothing is known, and why', async () => {
    const trial = await createLab();
    trial.driver.powerOffInside((await refOf(trial, 'pi-201')).vmId);

    const { exitCode, stdout } = await trial.run(['metrics', '--json']);

    expect(exitCode).toBe(0);
    const nodes = parseOk(nodeMetricsSchema.array(), stdout);
    expect(nodes.map(({ name, measured, gap }) => [name, measured === null, gap])).toEqual([
      ['pi-200', false, null],
      ['pi-201', true, 'no-answer'],
    ]);
  });

  it('fails when no node answers', async () => {
    const trial = await createLab();
    await trial.ok('stop');

    const { exitCode, stdout } = await trial.run(['metrics']);

    expect(exitCode).toBe(4);
    expect(stdout).toContain('pi-200  The node does not answer over SSH');
  });
});
