import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeBaseProgress } from '../../../src-main/guest/describe-progress.ts';
import { parseSerialLog } from '../../../src-main/guest/serial-progress.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';

const log = readFileSync(join(import.meta.dirname, '../../fixtures/subiquity/installation.log'), 'utf8');
const lines = log.split(/(?<=\n)/);

function upTo(text: string): string {
  const end = lines.findIndex((line) => line.includes(text));
  return lines.slice(0, end + 1).join('');
}

describe('the serial log of an installation', () => {
  it.each([
    ['Command line: BOOT_IMAGE=/casper', 'boot'],
    ['BDL-BASE install start', 'start'],
    ['install partitioning step', 'disk'],
    ['stage-extract', 'copy'],
    ['install curthooks step', 'system'],
    ['Install/install/postinstall', 'finish'],
    ['install restart', 'restart'],
    ['root=UUID', 'done'],
    ['BDL-BASE ready', 'done'],
  ])('up to "%s" shows the stage %s', (text, stage) => {
    expect(parseSerialLog(upTo(text)).install).toBe(stage);
  });

  it('ends with a base that is ready, of which the boot of its own system counts', () => {
    expect(parseSerialLog(log)).toMatchObject({ ready: true, failed: null, step: 'seal', install: 'done' });
  });

  it('gives a fraction that only grows, each with words', () => {
    const translate = createTranslator('de');
    const told = lines.map((_, index) => describeBaseProgress(parseSerialLog(lines.slice(0, index + 1).join(''))));
    // Before the kernel has told its command line it may be any guest.
    const fractions = told.slice(1).map(([fraction]) => fraction);

    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(told.map(([, { key, params }]) => translate(key, params)).every((words) => words !== '')).toBe(true);
  });

  it('knows nothing of an installation in a base that is copied', () => {
    const own = lines.slice(lines.findIndex((line) => line.includes('reboot: Restarting')) + 1).join('');

    expect(parseSerialLog(own)).toMatchObject({ install: null, ready: true });
  });

  it('fails when the medium starts again after the installation, as it would for ever', () => {
    expect(parseSerialLog(`${upTo('install restart')}${upTo('BDL-BASE install start')}`)).toMatchObject({
      failed: 'install-again',
    });
  });

  it('fails with the words of the installer', () => {
    const failed = `${upTo('stage-extract')}\r\nBDL-BASE log curtin: no space\r\n\r\nBDL-BASE failed install\r\n`;

    expect(parseSerialLog(failed)).toMatchObject({ failed: 'install', notes: ['curtin: no space'], install: 'copy' });
  });
});
