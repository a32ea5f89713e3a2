import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSerialLog } from '../../../src-main/guest/serial-progress.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/guest');

function readFixture(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8');
}

const markers = [
  '\r\nBDL-BASE step 1/7 services\r\n',
  '\r\nBDL-BASE step 2/7 upgrade\r\n',
  '\r\nBDL-BASE log package sources not reachable, packages stay as they are\r\n',
  '\r\nBDL-BASE step 3/7 locale\r\n',
];

describe('parseSerialLog on recorded boots', () => {
  it('sees a base through to its end', () => {
    const progress = parseSerialLog(readFixture('base-preparation.log'));

    expect(progress).toMatchObject({
      step: 'seal',
      stepNumber: 7,
      of: 7,
      ready: true,
      failed: null,
      kernelPanic: null,
    });
  });

  it('sees the first boot of a node through to the end of cloud-init', () => {
    const progress = parseSerialLog(readFixture('node-first-boot.log'));

    expect(progress).toMatchObject({ stage: 'login', cloudInitStage: 'finished', ready: false, kernelPanic: null });
  });

  it('passes through the stages in order, however the log is cut', () => {
    const log = readFixture('node-first-boot.log');
    const order = ['silent', 'loading', 'kernel', 'services', 'cloud-init', 'login'];
    const seen = Array.from(
      { length: 120 },
      (_, part) => parseSerialLog(log.slice(0, (log.length * part) / 119)).stage,
    );
    const ranks = seen.map((stage) => order.indexOf(stage));

    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    // This machine's firmware and boot loader say nothing on the serial port.
    expect(new Set(seen)).toEqual(new Set(order.filter((stage) => stage !== 'loading')));
  });

  it('never calls a base ready before the whole marker is there', () => {
    const log = readFixture('base-preparation.log');
    const end = log.indexOf('BDL-BASE ready') + 'BDL-BASE ready'.length;

    expect(parseSerialLog(log.slice(0, end)).ready).toBe(false);
    expect(parseSerialLog(log.slice(0, end + 2)).ready).toBe(true);
  });
});

describe('parseSerialLog', () => {
  it('knows nothing of an empty log', () => {
    expect(parseSerialLog('')).toEqual({
      stage: 'silent',
      install: null,
      cloudInitStage: null,
      step: null,
      stepNumber: 0,
      of: 0,
      ready: false,
      failed: null,
      notes: [],
      kernelPanic: null,
      lastLines: [],
    });
  });

  it('tells the step, its number and the notes', () => {
    expect(parseSerialLog(markers.join(''))).toMatchObject({
      step: 'locale',
      stepNumber: 3,
      of: 7,
      notes: ['package sources not reachable, packages stay as they are'],
    });
  });

  it('does not count a marker that is still being written', () => {
    const text = `${markers.join('')}\r\nBDL-BASE failed loc`;

    expect(parseSerialLog(text)).toMatchObject({ step: 'locale', failed: null });
    expect(parseSerialLog(`${text}ale\r\n`)).toMatchObject({ failed: 'locale' });
  });

  it('keeps the end of the log of a failed preparation', () => {
    const text = '\r\nBDL-BASE log this system has no locale xx_XX.UTF-8\r\n\r\nBDL-BASE failed locale\r\n';

    expect(parseSerialLog(text)).toMatchObject({
      failed: 'locale',
      notes: ['this system has no locale xx_XX.UTF-8'],
      ready: false,
    });
  });

  it('finds a marker behind the rest of another line', () => {
    expect(parseSerialLog('pi-200 login: BDL-BASE ready\r\n').ready).toBe(true);
  });

  it.each([
    ['a kernel', '[    1.234567] pci 0000:00:01.0: BAR 0\r\n', 'kernel'],
    ['a service', '[\u001b[0;32m  OK  \u001b[0m] Started \u001b[0;1;39mssh.service\u001b[0m.\r\n', 'services'],
    ['cloud-init', "[   59.1] cloud-init[388]: Cloud-init v. 24.4 running 'init-local' at Sun\r\n", 'cloud-init'],
    ['a login prompt without a line end', '\r\nDebian GNU/Linux 12 pi-200 ttyS0\r\n\r\npi-200 login: ', 'login'],
    ['an emergency shell', 'You are in emergency mode. After logging in, type\r\n', 'emergency'],
    ['the shell of the initial RAM disk', 'ALERT!  LABEL=root does not exist.\r\n(initramfs) ', 'emergency'],
    ['a boot loader', 'Booting from Hard Disk...\r\n', 'loading'],
  ])('recognises %s', (_, text, stage) => {
    expect(parseSerialLog(text).stage).toBe(stage);
  });

  it('gives the reason of a kernel panic', () => {
    const text = '[    2.41] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)\r\n';

    expect(parseSerialLog(text).kernelPanic).toBe('VFS: Unable to mount root fs on unknown-block(0,0)');
  });

  it('forgets an earlier boot when a kernel begins anew', () => {
    const text = '[    9.1] Kernel panic - not syncing: x\r\n[    0.000000] Linux version 6.8.0-64-generic (x)\r\n';

    expect(parseSerialLog(text)).toMatchObject({ stage: 'kernel', kernelPanic: null });
  });

  it('keeps the last 20 lines without colours, and one line of a job that is waited for', () => {
    const waiting = Array.from(
      { length: 50 },
      (_, second) => `\r\u001b[K[\u001b[0;31m*     \u001b[0m] Job x (${String(second)}s)`,
    );
    const text = Array.from({ length: 30 }, (_, index) => `line ${String(index)}\r\n`).join('') + waiting.join('');

    expect(parseSerialLog(text).lastLines).toEqual([
      ...Array.from({ length: 19 }, (_, index) => `line ${String(index + 11)}`),
      '[*     ] Job x (49s)',
    ]);
  });

  it('takes any bytes, and says ready only where the marker stands', () => {
    const noise = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, fc.constantFrom(...markers, '\r\n', '\u001b[', '\u001b]0;'))), (parts) => {
        const progress = parseSerialLog(parts.join(''));

        expect(progress.ready).toBe(false);
        expect(progress.lastLines.length).toBeLessThanOrEqual(20);

        expect(progress.lastLines.join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
      }),
    );
  });
});
