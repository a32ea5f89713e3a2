import { describe, expect, it } from 'vitest';
import { parseTestOptions } from '../../../scripts/test-tiers/options.ts';

const known = ['unit', 'integration', 'real'];

describe('the options of npm test', () => {
  it.each([
    { args: [], tiers: known, required: [] },
    { args: ['--tiers', 'real,unit'], tiers: ['unit', 'real'], required: [] },
    { args: ['--require', 'all'], tiers: known, required: known },
    { args: ['--tiers', 'unit', '--require', 'real'], tiers: ['unit', 'real'], required: ['real'] },
    { args: ['--tiers', 'unit,', '--require', 'unit'], tiers: ['unit'], required: ['unit'] },
  ])('choose tiers in their own order for $args', ({ args, tiers, required }) => {
    expect(parseTestOptions(args, known)).toEqual({ tiers, required, help: false });
  });

  it('require a tier that cannot be had everywhere only by its name', () => {
    expect(parseTestOptions(['--require', 'all'], known, { onlyByName: ['real'] })).toMatchObject({
      tiers: known,
      required: ['unit', 'integration'],
    });
    expect(parseTestOptions(['--require', 'real'], known, { onlyByName: ['real'] }).required).toEqual(['real']);
  });

  it('run a slow tier only by its name', () => {
    expect(parseTestOptions(['--require', 'all'], known, { slow: ['real'] })).toMatchObject({
      tiers: ['unit', 'integration'],
      required: ['unit', 'integration'],
    });
    expect(parseTestOptions(['--tiers', 'real'], known, { slow: ['real'] }).tiers).toEqual(['real']);
  });

  it('refuse a tier that does not exist and name those that do', () => {
    expect(() => parseTestOptions(['--tiers', 'unti'], known)).toThrow(
      'no such tier: unti; there are unit, integration, real',
    );
  });

  it('refuse an option that does not exist', () => {
    expect(() => parseTestOptions(['--teirs', 'unit'], known)).toThrow("Unknown option '--teirs'");
  });
});
