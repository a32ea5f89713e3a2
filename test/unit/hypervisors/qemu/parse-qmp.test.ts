import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseJobs,
  parseMachineType,
  parseMonitorText,
  parseStatus,
  parseUuid,
} from '../../../../src-main/hypervisors/qemu/parse-qmp-answers.ts';
import { parseQmpLine, splitLines } from '../../../../src-main/hypervisors/qemu/parse-qmp.ts';

const session = readFileSync(join(import.meta.dirname, '../../../fixtures/qemu/qmp-session.txt'), 'utf8');
const lines = session.split('\n').flatMap((line) => (line.startsWith('<- ') ? [line.slice(3)] : []));

describe('parseQmpLine', () => {
  it('understands every line of a recorded session', () => {
    const kinds = lines.map((line) => parseQmpLine(line).kind);

    expect(new Set(kinds)).toEqual(new Set(['greeting', 'event', 'return', 'error']));
    expect(kinds.filter((kind) => kind === 'greeting')).toHaveLength(2);
  });

  it.each([
    {
      line: '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}',
      message: { kind: 'greeting', version: '7.2' },
    },
    { line: '{"return": {}, "id": 7}', message: { kind: 'return', id: 7, value: {} } },
    { line: '{"return": [1]}', message: { kind: 'return', id: null, value: [1] } },
    {
      line: '{"id": 3, "error": {"class": "DeviceNotFound", "desc": "Device \'nope\' not found"}}',
      message: { kind: 'error', id: 3, errorClass: 'DeviceNotFound', description: "Device 'nope' not found" },
    },
    {
      line: '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "STOP"}',
      message: { kind: 'event', event: { name: 'STOP', data: {} } },
    },
    {
      line: '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN", "data": {"guest": false}}',
      message: { kind: 'event', event: { name: 'SHUTDOWN', data: { guest: false } } },
    },
  ])('reads $message.kind', ({ line, message }) => {
    expect(parseQmpLine(line)).toEqual(message);
  });

  it.each(['', 'HTTP/1.1 400 Bad Request', '{"hello": 1}', '[]', '{"error": "no"}'])('refuses %j', (line) => {
    expect(() => parseQmpLine(line)).toThrow();
  });
});

describe('splitLines', () => {
  it('gives the same lines wherever the text is cut', () => {
    const text = fc.array(fc.string().filter((line) => line.trim() === line && line !== '' && !/[\r\n]/.test(line)));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (wanted, cuts) => {
        const whole = wanted.map((line) => `${line}\r\n`).join('');
        const found: string[] = [];
        let rest = '';
        let from = 0;
        for (const cut of [...cuts, whole.length]) {
          const split = splitLines(rest + whole.slice(from, from + cut));
          found.push(...split.lines);
          rest = split.rest;
          from += cut;
        }
        expect(found).toEqual(wanted);
        expect(rest).toBe('');
      }),
    );
  });
});

describe('answers', () => {
  it('tell the status, the UUID and the machine', () => {
    expect(parseStatus({ status: 'running', singlestep: false, running: true })).toBe('running');
    expect(parseUuid({ UUID: '11111111-2222-4333-8444-ABCDEF555555' })).toBe('11111111-2222-4333-8444-abcdef555555');
    expect(parseMachineType('pc-q35-7.2-machine')).toBe('pc-q35-7.2');
  });

  it('tell of a job whether and why it failed', () => {
    const answer = [
      { 'current-progress': 1, status: 'concluded', 'total-progress': 1, type: 'snapshot-save', id: 'a' },
      { status: 'concluded', id: 'b', error: "Snapshot 'nosuch' does not exist in one or more devices" },
    ];

    expect(parseJobs(answer)).toEqual([
      { id: 'a', status: 'concluded', error: null },
      { id: 'b', status: 'concluded', error: "Snapshot 'nosuch' does not exist in one or more devices" },
    ]);
  });

  it('keep the text of a monitor command, and nothing of an empty one', () => {
    expect(parseMonitorText("Could not set up host forwarding rule 'tcp:127.0.0.1:1-:22'\r\n")).toBe(
      "Could not set up host forwarding rule 'tcp:127.0.0.1:1-:22'",
    );
    expect(parseMonitorText('')).toBe('');
  });
});
