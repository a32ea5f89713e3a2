import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTranslator } from '../../../../src-main/locales/translate.ts';
import { createProgressView, type ProgressView } from '../../../../src-main/shells/cli/progress-view.ts';
import { createFakeTerminal, type FakeTerminal } from '../../../fakes/fake-terminal.ts';
import { sampleOperation, sampleStep } from './operation-sample.ts';

const t = createTranslator('en');
const loading = { key: 'guest.stage.loading', params: {} };
const kernel = { key: 'guest.stage.kernel', params: {} };
const services = { key: 'guest.stage.services', params: {} };

function open(isInteractive: boolean): { readonly terminal: FakeTerminal; readonly view: ProgressView } {
  const terminal = createFakeTerminal({ isInteractive });
  const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
  return { terminal, view: createProgressView(terminal, t, clock) };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('progress on a terminal', () => {
  it('goes on counting when no event arrives', () => {
    const { terminal, view } = open(true);
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running', message: loading })]));

    vi.advanceTimersByTime(3000);
    view.end();

    expect(terminal.blocks.map((block) => /is loading its system {2}(.*)$/.exec(block)?.[1])).toEqual([
      '0 s',
      '1 s',
      '2 s',
      '3 s',
      undefined,
    ]);
  });

  it('keeps a line of each step that has come to rest, once', () => {
    const { terminal, view } = open(true);
    const done = sampleStep('pi-200', { state: 'done', durationMs: 61_000 });
    view.show(sampleOperation([done, sampleStep('pi-201', { state: 'running' })]));
    view.show(sampleOperation([done, sampleStep('pi-201', { state: 'running', message: kernel })]));
    view.end();

    expect(terminal.stderr()).toBe('✓ Wait until pi-200 is ready (1:01 min)\n');
  });

  it('clears the block and lets its timer go at the end', () => {
    const { terminal, view } = open(true);
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running' })]));

    view.end();
    const drawn = terminal.blocks.length;
    vi.advanceTimersByTime(10_000);

    expect(terminal.blocks.at(-1)).toBe('');
    expect(terminal.blocks).toHaveLength(drawn);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('progress where nobody can draw', () => {
  it('says when a step begins, changes and ends', () => {
    const { terminal, view } = open(false);
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running' })]));
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running', message: kernel })]));
    view.show(sampleOperation([sampleStep('pi-200', { state: 'done', durationMs: 12_000 })]));
    view.end();

    expect(terminal.stderr().split('\n')).toEqual([
      '▸ Wait until pi-200 is ready',
      '▸ Wait until pi-200 is ready: the kernel of the guest is starting',
      '✓ Wait until pi-200 is ready (12 s)',
      '',
    ]);
    expect(terminal.blocks).toEqual([]);
  });

  it('says something new of a step every 10 s at most, and in the end the latest', () => {
    const { terminal, view } = open(false);
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running', message: loading })]));
    vi.advanceTimersByTime(4000);
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running', message: kernel })]));
    vi.advanceTimersByTime(1000);
    view.show(sampleOperation([sampleStep('pi-200', { state: 'running', message: services })]));
    expect(terminal.stderr()).not.toContain('services');

    vi.advanceTimersByTime(6000);
    view.end();

    expect(terminal.stderr()).not.toContain('kernel');
    expect(terminal.stderr().match(/services of the guest are starting/g)).toHaveLength(1);
  });

  it.each([
    ['already-there', '✓ Wait until pi-200 is ready (nothing to do)'],
    ['failed', '✗ Wait until pi-200 is ready (2 s)'],
    ['cancelled', '– Wait until pi-200 is ready (2 s)'],
    ['undone', '↶ Wait until pi-200 is ready'],
    ['left-behind', '! Wait until pi-200 is ready'],
  ] as const)('marks a step that is %s', (state, line) => {
    const { terminal, view } = open(false);

    view.show(sampleOperation([sampleStep('pi-200', { state, durationMs: 2000 })]));
    view.end();

    expect(terminal.stderr()).toBe(`${line}\n`);
  });
});
