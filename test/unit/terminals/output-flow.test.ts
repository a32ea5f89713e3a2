import { describe, expect, it } from 'vitest';
import { createOutputFlow, type OutputFlow } from '../../../src-main/terminals/output-flow.ts';
import { createFakePty, type FakePty } from '../../fakes/fake-pty.ts';
import { createFakeScreen, type FakeScreen } from '../../fakes/fake-screen.ts';

const limits = { highWater: 10, lowWater: 4, keep: 20 };

interface Setting {
  readonly pty: FakePty;
  readonly flow: OutputFlow;
  readonly screen: FakeScreen;
}

/** A flow whose pieces are sent at once, with a screen that is not greeted yet. */
function setUp(): Setting {
  const pty = createFakePty();
  const flow = createOutputFlow(pty, { limits, defer: (work) => work() });
  const screen = createFakeScreen();
  pty.onOutput(flow.append);
  pty.onEnd(flow.finish);
  flow.showOn(screen);
  return { pty, flow, screen };
}

type Act = (setting: Setting) => void;
function say(text: string): Act {
  return ({ pty }) => pty.say(text);
}
function ack(bytes: number): Act {
  return ({ flow }) => flow.acknowledge(bytes);
}
function greet(received: number): Act {
  return ({ flow }) => flow.greet(received);
}
const leave: Act = ({ flow }) => flow.showOn(null);
const comeBack: Act = ({ flow, screen }) => flow.showOn(screen);

describe('the flow of output', () => {
  it.each<[string, readonly Act[], readonly string[]]>([
    ['goes on below the high water', [greet(0), say('123456789')], []],
    ['is stopped at the high water', [greet(0), say('12345'), say('67890')], ['pause']],
    ['is stopped once', [greet(0), say('1234567890'), say('x')], ['pause']],
    ['stays stopped above the low water', [greet(0), say('1234567890'), ack(5)], ['pause']],
    ['goes on at the low water', [greet(0), say('1234567890'), ack(5), ack(1)], ['pause', 'resume']],
    ['is stopped again', [greet(0), say('1234567890'), ack(10), say('1234567890')], ['pause', 'resume', 'pause']],
    ['counts what a screen has before its greeting', [say('1234567890')], ['pause']],
    [
      'takes no acknowledgement for what was not sent',
      [greet(0), say('12345'), ack(100), say('1234567890')],
      ['pause'],
    ],
    ['goes on without a screen', [greet(0), leave, say('1234567890')], []],
    ['is stopped without a screen before anything is lost', [leave, say('1234567890'), say('1234567890')], ['pause']],
    ['goes on when the screen has gone', [greet(0), say('1234567890'), leave], ['pause', 'resume']],
    [
      'is stopped when a screen comes that has much to catch up',
      [leave, say('12345678901'), comeBack, greet(0)],
      ['pause'],
    ],
    [
      'goes on when the screen has caught up',
      [leave, say('12345678901'), comeBack, greet(0), ack(7)],
      ['pause', 'resume'],
    ],
    [
      'is let go when nobody wants it',
      [greet(0), say('1234567890'), ({ flow }) => flow.discard()],
      ['pause', 'resume'],
    ],
  ])('%s', (_title, acts, calls) => {
    const setting = setUp();

    for (const act of acts) act(setting);

    expect(setting.pty.calls).toEqual(calls);
  });

  it('waits for the greeting before it shows anything', () => {
    const { pty, flow, screen } = setUp();
    pty.say('abc');
    expect(screen.got).toEqual([]);

    flow.greet(0);

    expect(screen.got).toEqual([{ type: 'replay', from: 0 }, 'abc']);
  });

  it('goes on for a screen where that left off', () => {
    const { pty, flow, screen } = setUp();
    pty.say('abcdef');

    flow.greet(4);

    expect(screen.got).toEqual([{ type: 'replay', from: 4 }, 'ef']);
  });

  it('greets once', () => {
    const { pty, flow, screen } = setUp();
    pty.say('abc');
    flow.greet(0);

    flow.greet(1);

    expect(screen.got).toEqual([{ type: 'replay', from: 0 }, 'abc']);
  });

  it('says how the program ended after its last word', () => {
    const { pty, flow, screen } = setUp();
    flow.greet(0);
    pty.say('bye');

    pty.finish({ exitCode: 7, signal: null });

    expect(screen.got.slice(1)).toEqual(['bye', { type: 'exit', exitCode: 7 }]);
  });

  it('says so once, although something was still to be sent', () => {
    const pty = createFakePty();
    const later: (() => void)[] = [];
    const flow = createOutputFlow(pty, { limits, defer: (work) => later.push(work) });
    const screen = createFakeScreen();
    pty.onOutput(flow.append);
    pty.onEnd(flow.finish);
    flow.showOn(screen);
    flow.greet(0);
    pty.say('bye');
    pty.finish();

    for (const work of later) work();

    expect(screen.got.slice(1)).toEqual(['bye', { type: 'exit', exitCode: 0 }]);
  });

  it('has no exit code for a program that a signal ended', () => {
    const { pty, flow, screen } = setUp();
    flow.greet(0);

    pty.finish({ exitCode: 0, signal: 9 });

    expect(screen.got.at(-1)).toEqual({ type: 'exit', exitCode: null });
  });

  it('tells a later screen how the program ended', () => {
    const { pty, flow } = setUp();
    pty.say('bye');
    pty.finish({ exitCode: 1, signal: null });
    const later = createFakeScreen();
    flow.showOn(later);

    flow.greet(0);

    expect(later.got).toEqual([{ type: 'replay', from: 0 }, 'bye', { type: 'exit', exitCode: 1 }]);
  });

  it('keeps what was not acknowledged for the next screen, however much was said meanwhile', () => {
    const { pty, flow } = setUp();
    flow.greet(0);
    for (let line = 0; line < 5; line += 1) {
      pty.say(`line ${String(line)}\n`);
      flow.acknowledge(7);
    }
    pty.say('unseen');
    const later = createFakeScreen();
    flow.showOn(later);

    flow.greet(35);

    expect(later.text()).toBe('unseen');
  });

  it('shows a screen that missed what is dropped by now what is kept, from a new line on', () => {
    const { pty, flow } = setUp();
    flow.greet(0);
    for (let line = 0; line < 9; line += 1) {
      pty.say(`line ${String(line)}\n`);
      flow.acknowledge(7);
    }
    const later = createFakeScreen();
    flow.showOn(later);

    flow.greet(3);

    expect(later.got).toEqual([{ type: 'replay', from: 49 }, 'line 7\nline 8\n']);
  });

  it('joins what comes in one turn to one piece', () => {
    const pty = createFakePty();
    const later: (() => void)[] = [];
    const flow = createOutputFlow(pty, { limits, defer: (work) => later.push(work) });
    const screen = createFakeScreen();
    pty.onOutput(flow.append);
    flow.showOn(screen);
    flow.greet(0);
    pty.say('a');
    pty.say('b');

    for (const work of later) work();

    expect(screen.got.slice(1)).toEqual(['ab']);
  });
});
