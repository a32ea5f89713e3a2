import { describe, expect, it } from 'vitest';
import type { CheckId } from '../../../src-main/contract/host-views.ts';
import { hostReport } from '../../../src-main/locales/host-report.ts';
import { createTranslator, languages } from '../../../src-main/locales/translate.ts';
import { linuxCpus } from './situations/linux-cpus.ts';
import { linuxHypervisors } from './situations/linux-hypervisors.ts';
import { macosSituations } from './situations/macos-all.ts';
import { checksOf, type Situation } from './situations/situation.ts';
import { windowsHypervisors } from './situations/windows-hypervisors.ts';
import { windowsSurroundings } from './situations/windows-surroundings.ts';

const all: readonly (readonly [string, Situation])[] = [
  ...[...linuxCpus, ...linuxHypervisors].map((situation) => [`Linux: ${situation.name}`, situation] as const),
  ...macosSituations.map((situation) => [`macOS: ${situation.name}`, situation] as const),
  ...[...windowsHypervisors, ...windowsSurroundings].map(
    (situation) => [`Windows: ${situation.name}`, situation] as const,
  ),
];

/** What the checks said, in the shape of what was expected: ids of fixes only where they are. */
function answers(situation: Situation): Situation['expected'] {
  const checks = checksOf(situation);
  const pairs = Object.entries(situation.expected).map(([id, expected]) => {
    const found = checks.find((check) => check.id === id);
    if (found === undefined) return [id, null] as const;
    const fixes = expected?.[2] === undefined ? [] : [found.fixes.map((fix) => fix.id)];
    return [id, [found.status, found.finding, ...fixes]] as const;
  });
  return Object.fromEntries(pairs);
}

describe('the checks of a computer', () => {
  it('are tried on at least forty situations, each with its origin', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
    expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
    expect(all.filter(([, { origin }]) => origin === '')).toEqual([]);
  });

  it.each(all)('%s', (_, situation) => {
    expect(answers(situation)).toEqual(situation.expected);
  });

  it.each(all.filter(([, { features }]) => features !== undefined))('%s names the features', (_, situation) => {
    const found = checksOf(situation).find(({ id }) => id === 'other-hypervisor');

    expect(String(found?.params['features']).split(', ').sort()).toEqual([...(situation.features ?? [])].sort());
  });

  it.each(all)('%s: nothing is fine without evidence', (_, situation) => {
    const bare = checksOf(situation).filter(
      ({ status, evidence }) => status === 'ok' && evidence.join('').trim() === '',
    );

    expect(bare).toEqual([]);
  });

  it.each(all)('%s: what cannot be told blocks nothing, and what is wrong has a way out', (_, situation) => {
    const checks = checksOf(situation);
    const blocking: readonly CheckId[] = checks.filter(({ status }) => status === 'problem').map(({ id }) => id);
    const helpless = checks.filter(({ status, fixes }) => status === 'problem' && fixes.length === 0);

    expect(checks.filter(({ status, finding }) => finding.includes('unknown') && status === 'problem')).toEqual([]);
    // The sum of all hypervisors points to the check of the one that is broken.
    expect(helpless.filter(({ id }) => id !== 'hypervisors' || !blocking.includes('virtualbox'))).toEqual([]);
  });

  it.each(languages)('are told in %s, every gap filled, with nothing of the user in the report', (language) => {
    const t = createTranslator(language);
    for (const [name, situation] of all) {
      const { dataDir } = situation.platform;
      const personal = { homeDir: '/nowhere', userName: 'žofie', hostName: 'laptop-7' };
      const report = hostReport({ checks: checksOf(situation) }, { version: '1', dataDir, personal }, t);

      expect(report, name).not.toMatch(/…|\{\{|undefined|NaN|SECRET/);
      expect(report, name).not.toContain(dataDir);
      expect(report, name).not.toMatch(/žofie/i);
    }
  });
});
