import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CancelledError, LabError } from '../../../../src-main/domain/failure.ts';
import { createTranslator } from '../../../../src-main/locales/translate.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import { printAnswer, printFailure, printOperation } from '../../../../src-main/shells/cli/report.ts';
import { createFakeTerminal } from '../../../fakes/fake-terminal.ts';
import { sampleOperation, sampleStep } from './operation-sample.ts';

const t = createTranslator('en');
const json = { json: true };
const schema = z.object({ state: z.enum(['on', 'off']) });

describe('an answer', () => {
  it('is refused when it is not what the contract promises, before anything is printed', () => {
    const terminal = createFakeTerminal();
    const value: z.input<typeof schema> = JSON.parse('{"state":"broken"}');

    expect(() => printAnswer({ terminal }, json, { schema, value, text: () => '' })).toThrow(z.ZodError);
    expect(terminal.stdout()).toBe('');
  });

  it('keeps in JSON what would steer a terminal as a value, and writes it so that none obeys it', () => {
    const terminal = createFakeTerminal();
    const value = { name: 'pi-200\u009b6n\u202e' };

    printAnswer({ terminal }, json, { schema: z.object({ name: z.string() }), value, text: () => '' });

    expect(JSON.parse(terminal.stdout())).toEqual({ ok: true, value });
    expect(terminal.stdout()).not.toMatch(/[\u009b\u202e]/);
  });

  it('holds only what the contract names', () => {
    const terminal = createFakeTerminal();
    const value: z.input<typeof schema> = JSON.parse('{"state":"on","secret":"x"}');

    printAnswer({ terminal }, json, { schema, value, text: () => '' });

    expect(JSON.parse(terminal.stdout())).toEqual({ ok: true, value: { state: 'on' } });
  });

  it('without words prints no empty line', () => {
    const terminal = createFakeTerminal();

    printAnswer({ terminal }, {}, { schema, value: { state: 'on' }, text: () => '' });

    expect(terminal.stdout()).toBe('');
  });
});

describe('a failure', () => {
  it('shows what happened, the next step, and the evidence line by line', () => {
    const terminal = createFakeTerminal();
    const error = new LabError('command-failed', 'no', {
      params: { program: 'VBoxManage', exitCode: 1 },
      evidence: ['VBoxManage: error: one\n\nVBoxManage: error: two'],
    });

    const exitCode = printFailure({ t, terminal }, {}, error);

    expect(exitCode).toBe(4);
    expect(terminal.stdout()).toBe('');
    expect(terminal.stderr().split('\n')).toEqual([
      '✗ The program VBoxManage reported an error (exit code 1).',
      expect.stringMatching(/^ {2}→ /),
      '    VBoxManage: error: one',
      '    VBoxManage: error: two',
      '',
    ]);
  });

  it('of a program that is not there names its package', () => {
    const terminal = createFakeTerminal();
    const command = { program: 'ssh', args: ['-F', 'config', 'pi-200'] };
    const error = new CommandError('missing', { command, exitCode: null, stdout: '', stderr: '' });

    expect(printFailure({ t, terminal }, {}, error)).toBe(3);
    expect(terminal.stderr()).toContain('The program "ssh" is missing.\n  → Install the package openssh-client');
  });

  it('that is a bug says so, and where to report it', () => {
    const terminal = createFakeTerminal();

    expect(printFailure({ t, terminal }, {}, new TypeError('x is not a function'))).toBe(1);
    expect(terminal.stderr()).toContain('Something unexpected happened: x is not a function');
    expect(terminal.stderr()).toContain('"bdl doctor"');
  });

  it.each([new CancelledError(), new DOMException('This operation was aborted', 'AbortError')])(
    'that is a cancellation is none: %s',
    (error) => {
      const terminal = createFakeTerminal();

      expect(printFailure({ t, terminal }, json, error)).toBe(130);
      expect(JSON.parse(terminal.stdout())).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    },
  );
});

describe('the end of an operation', () => {
  it('that was cancelled names what was undone and what was left behind', async () => {
    const terminal = createFakeTerminal();
    const operation = sampleOperation([sampleStep('pi-200', { state: 'undone' })], {
      state: 'cancelled',
      leftBehind: ['/data/labs/labor'],
    });

    const exitCode = await printOperation({ t, terminal }, {}, { operation, done: () => 'done' });

    expect(exitCode).toBe(130);
    expect(terminal.stderr().split('\n').slice(0, 3)).toEqual([
      'Cancelled.',
      'Undone: Wait until pi-200 is ready.',
      'Left behind: /data/labs/labor',
    ]);
  });

  it('that failed is not ok for a program either, and comes with the operation', async () => {
    const terminal = createFakeTerminal();
    const error = { code: 'disk-full', params: { path: '/data' }, message: 'full', evidence: [] } as const;
    const operation = sampleOperation([], { state: 'failed', error: { ...error, evidence: [] } });

    const exitCode = await printOperation({ t, terminal }, json, { operation, done: () => 'done' });

    expect(exitCode).toBe(3);
    expect(JSON.parse(terminal.stdout())).toMatchObject({ ok: false, error: { code: 'disk-full' }, value: operation });
  });

  it('that went well asks for its words only when a person reads them', async () => {
    const terminal = createFakeTerminal();
    const operation = sampleOperation([], { state: 'succeeded' });
    const done = (): Promise<string> => Promise.reject(new Error('nobody reads this'));

    expect(await printOperation({ t, terminal }, json, { operation, done })).toBe(0);
  });
});
