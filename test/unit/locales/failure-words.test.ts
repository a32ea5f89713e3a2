import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import type { FailureInfo } from '../../../src-main/domain/operation.ts';
import { failureWords, readableParams } from '../../../src-main/locales/failure-words.ts';
import { createTranslator, hasText, languages, textOrKey } from '../../../src-main/locales/translate.ts';

/** What those who throw an error pass on, as it comes in real life. */
const realistic: Readonly<Record<FailureInfo['code'], FailureInfo['params']>> = {
  'unknown-command': { value: 'strat', suggestion: 'start' },
  'unknown-option': { value: '--colour', suggestion: '', command: 'bdl up' },
  'missing-argument': { name: 'node', command: 'bdl ssh', usage: 'bdl ssh <node>' },
  'missing-option-value': { option: '--name <name>', usage: 'bdl up [options]' },
  'too-many-arguments': { value: 'Big, Data', command: 'bdl status', usage: 'bdl status [lab]' },
  'not-signed-in': {},
  'foreign-request': { value: 'https://example.org' },
  'unknown-method': { value: 'lab.explode' },
  'malformed-request': { reason: 'not-json' },
  'request-too-large': { maxKiB: 256 },
  'operation-not-found': {},
  'screens-not-built': { path: '/app/dist/renderer' },
  'invalid-input': { field: 'memoryMiB', value: 200, expected: '>= 512 (MiB)' },
  'invalid-lab-name': { value: 'A & B', forbidden: '&' },
  'no-labs': {},
  'lab-not-named': { known: 'Erstes, Zweites' },
  'lab-not-found': { name: 'Labor', known: '' },
  'lab-name-taken': { name: 'Labor' },
  'node-not-found': { name: 'pi-200' },
  'node-name-taken': { value: 'pi-200', owner: 'Labor' },
  'last-node': { name: 'pi-200' },
  'snapshot-not-found': { name: 'first', known: 'second' },
  'snapshot-name-taken': { name: 'first', known: 'first' },
  'not-in-trash': { name: 'Labor', known: '' },
  'not-enough-memory': { nodes: 3, memoryMiB: 4096, totalMiB: 8192, fits: 1 },
  'not-enough-disk': { neededGiB: 5, freeGiB: 1.2 },
  'subnet-overlaps': { subnet: '10.77.0.0/24', owner: 'eth0' },
  'port-taken': { port: 2200 },
  'lab-busy': { purpose: 'start', pid: 4711 },
  'lab-incomplete': { name: 'Labor' },
  'lab-deleting': { name: 'Labor' },
  'wrong-state': { name: 'pi-200', state: 'running' },
  'base-in-use': { name: 'base-ubuntu', users: 'Labor' },
  'confirmation-needed': {},
  'data-folder-not-writable': { path: '/data' },
  'disk-full': { path: '/data' },
  'stored-file-damaged': { path: '/data/lab.json' },
  'stored-file-too-new': { path: '/data/lab.json' },
  'hypervisor-missing': { hypervisor: 'any' },
  'hypervisor-unusable': { hypervisor: 'virtualbox' },
  'tool-missing': { tool: 'qemu-img', package: 'qemu-utils' },
  'ssh-missing': {},
  'terminals-missing': { command: 'ssh -F /labs/a/ssh/config pi-200' },
  'needs-root': {},
  'command-failed': { program: 'VBoxManage', exitCode: 1 },
  'command-timeout': { program: 'VBoxManage' },
  'vm-not-found': { name: 'pi-200' },
  'vm-busy': { name: 'pi-200' },
  'vm-start-failed': { name: 'pi-200' },
  'vm-broken': { node: 'pi-200' },
  'vm-driver-missing': { hypervisor: 'virtualbox' },
  'virtualization-off': {},
  'not-supported': { what: 'savedState' },
  'image-unreachable': { image: 'ubuntu-24.04' },
  'image-not-known': { image: 'windows-95', known: 'ubuntu-24.04' },
  'image-damaged': { path: '/data/image.qcow2', reason: 'wrong checksum' },
  'image-not-usable': { path: '/home/me/image.ova', reason: 'an appliance' },
  'signature-invalid': { image: 'ubuntu-24.04' },
  'download-failed': { url: 'https://example.org/image', reason: 'HTTP 503' },
  'node-not-ready': { node: 'pi-200', requirement: 'ssh' },
  'guest-command-failed': { node: 'pi-200', exitCode: 1 },
  'host-key-mismatch': { port: 2200 },
  'guest-setup-failed': { step: 'upgrade' },
  unexpected: { message: 'this is a bug' },
};

describe.each(languages)('every error in %s', (language) => {
  const t = createTranslator(language);

  it.each([...errorCodes, 'unexpected' as const])('%s says what happened and what to do next', (code) => {
    const { what, next } = failureWords({ code, params: realistic[code] }, t);

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
