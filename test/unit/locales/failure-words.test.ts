import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { failureWords, readableParams } from '../../../src-main/locales/failure-words.ts';
import { createTranslator, hasText, languages, textOrKey } from '../../../src-main/locales/translate.ts';
import { realisticParams } from '../../fakes/realistic-params.ts';

describe.each(languages)('every error in %s', (language) => {
  const t = createTranslator(language);

  it.each([...errorCodes, 'unexpected' as const])('%s says what happened and what to do next', (code) => {
    const { what, next } = failureWords({ code, params: realisticParams[code] }, t);

    for (const sentence of [what, next]) {
      expect(sentence).not.toMatch(/\{\{|…|undefined|\bNaN\b/);
      expect(sentence.trim()).not.toBe('');
    }
    expect(what).toMatch(/[.:!?»“"]$|bug$|ist ein Fehler$/);
  });
});

describe('the words of a failure', () => {
  const de = createTranslator('de');
  const en = createTranslator('en');

  it.each([
    [1, 0, 'Ein Knoten mit 2048 MiB passt nicht', 'Nimm kleinere Knoten'],
    [3, 1, '3 Knoten mit je 2048 MiB passen nicht', 'Nimm nur einen Knoten (--nodes 1)'],
    [9, 4, '9 Knoten mit je 2048 MiB passen nicht', 'Nimm höchstens 4 Knoten (--nodes 4)'],
  ])('count right: %i wanted, %i fit', (...[nodes, fits, what, next]) => {
    const params = { nodes, fits, memoryMiB: 2048, totalMiB: 8192 };
    const words = failureWords({ code: 'not-enough-memory', params }, de);

    expect(words.what).toContain(what);
    expect(words.next).toContain(next);
  });

  it.each([
    [{ hypervisor: 'virtualbox' }, { hypervisor: 'VirtualBox' }],
    [{ hypervisor: 'VirtualBox' }, { hypervisor: 'VirtualBox' }],
    [{ state: 'suspended' }, { state: 'schläft' }],
    [{ purpose: 'base qemu-25g-abc' }, { purpose: 'seine Basis wird vorbereitet' }],
    [{ known: '' }, { known: 'keine' }],
    [{ owner: '*' }, { owner: 'ein anderes Programm' }],
    [{ step: 'unheard-of' }, { step: 'unheard-of' }],
    [
      { port: 2200, name: 'running' },
      { port: 2200, name: 'running' },
    ],
  ])('name %j as %j', (params, readable) => {
    expect(readableParams(params, de)).toEqual(readable);
  });

  it('tell what to look at when a node is not ready', () => {
    const words = failureWords({ code: 'node-not-ready', params: { node: 'pi-200', requirement: 'lab-address' } }, en);

    expect(words.what).toContain('the address on the internal network is there');
    expect(words.next).toMatch(/^Is the cable of the second adapter plugged\?.*"bdl repair"\.$/);
  });

  it('hide a gap that was left empty', () => {
    expect(failureWords({ code: 'lab-not-found', params: { known: '' } }, en).what).toBe('There is no lab called "…".');
  });

  it('keep what a user wrote as it is, also where it looks like a gap', () => {
    const { what } = failureWords(
      { code: 'lab-not-found', params: { name: '{{known}} $t(cli.cancelled)', known: 'A' } },
      en,
    );

    expect(what).toBe('There is no lab called "{{known}} $t(cli.cancelled)".');
  });
});

describe('a text', () => {
  it('that does not exist is a bug where it is asked for by name', () => {
    expect(() => createTranslator('en')('cli.no-such-text')).toThrow("no text for 'cli.no-such-text'");
  });

  it('that does not exist is shown by its key where an operation runs', () => {
    const t = createTranslator('en');

    expect(textOrKey(t, { key: 'progress.nope', params: {} })).toBe('progress.nope');
    expect(textOrKey(t, { key: 'steps.base', params: {} })).toBe('Prepare the base');
    expect([hasText('steps.base'), hasText('steps.nope'), hasText('nope')]).toEqual([true, false, false]);
  });
});
