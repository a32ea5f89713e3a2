import { appendFile, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLab } from './lab-trial.ts';
import type { Trial } from './trial.ts';

const planted = {
  password: 'Kenn-Wort-für-Žofie',
  hash: '$6$rounds=4096$saltsalt$Abc.defGHI/jkl',
  token: 'tok_3f9a8b7c6d5e4f',
  key: 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
  home: '/home/anna/Dokumente',
  user: 'anna@annas-laptop',
  mac: '08:00:27:5f:20:10',
  address: '192.168.178.23',
  mail: 'anna.müller@firma.example',
  proxy: 'http://anna:geheim@proxy:3128',
  image: 'file:/media/Privat/Steuer.iso',
} as const;

/** Every secret in every way of writing, as logs, records and guests do it. */
const lines = [
  `{"level":30,"password":"${planted.password}","token":"${planted.token}"}`,
  `chpasswd: pi:${planted.hash}`,
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${planted.key}\n-----END OPENSSH PRIVATE KEY-----`,
  planted.key,
  `opened ${planted.home}/x by ${planted.user}, mail ${planted.mail}`,
  `eth0 ${planted.mac} inet ${planted.address}`,
  `proxy ${planted.proxy}`,
  `"image":"${planted.image}"`,
  'an ordinary line',
].join('\n');

async function plantEverywhere(trial: Trial): Promise<readonly string[]> {
  const { dataDir, logFile, labsDir, basesDir, trashDir } = trial.paths;
  const node = join(labsDir, 'labor', 'nodes', 'pi-200');
  const files = [
    logFile,
    `${logFile}.1`,
    join(node, 'serial.log'),
    join(node, 'qemu.log'),
    join(node, 'Labor', 'pi-200', 'Logs', 'VBox.log'),
    join(basesDir, 'b', 'vm', 'qemu.log'),
  ];
  // Never read, whatever is in them.
  const closed = [
    join(labsDir, 'labor', 'ssh', 'notes.log'),
    join(trashDir, 'x', 'serial.log'),
    join(dataDir, 'draft-password.json'),
  ];
  for (const path of [...files, ...closed]) {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, `${lines}\n`);
  }
  await writeFile(join(labsDir, 'labor', 'ssh', 'password'), `${planted.password}\n`);
  return files;
}

describe('support', () => {
  it('writes one file that says first what is in it, for the owner alone, and over nothing', async () => {
    const trial = await createLab();
    await plantEverywhere(trial);
    const path = join(trial.paths.dataDir, '..', 'hilfe.txt');

    const said = await trial.ok('support', '--output', path);

    expect(said).toContain(path);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(/^Big Data Lab 0\.0\.0: for whoever helps/);
    for (const title of [
      'logs/bdl.log',
      'logs/bdl.log.1',
      'labs/labor/lab.json',
      'labs/labor/journal.jsonl',
      'VBox.log',
    ])
      expect(text.slice(0, text.indexOf('====='))).toContain(title);
    expect(text).toContain('an ordinary line');
    expect(text).toContain('step-end');
    const again = await trial.run(['support', '--output', path]);
    expect(again.exitCode).not.toBe(0);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('has nothing private in it, wherever it was', async () => {
    const trial = await createLab();
    await plantEverywhere(trial);

    const text = await trial.ok('support', '--show');

    for (const [what, secret] of Object.entries(planted))
      expect(`${what}: ${String(text.includes(secret))}`).toBe(`${what}: false`);
    expect(text).not.toMatch(/PRIVATE KEY|ssh-ed25519 AAAA|\$6\$|anna|geheim|Steuer/i);
    expect(text).not.toContain(trial.paths.dataDir);
    expect(text).not.toMatch(/ssh\/notes|draft-password|trash\/x\/serial/);
  });

  it('stays small, keeps the end of logs, and names what it left out', async () => {
    const trial = await createLab();
    await mkdir(dirname(trial.paths.logFile), { recursive: true });
    for (let count = 0; count < 12; count += 1) {
      const log = `${trial.paths.logFile}.${String(count)}`;
      await writeFile(
        log,
        `first of ${String(count)}\n${'filler of a log\n'.repeat(60_000)}last of ${String(count)}\n`,
      );
    }

    const text = await trial.ok('support', '--show');

    expect(Buffer.byteLength(text)).toBeLessThan(2 * 1024 ** 2);
    expect(text).toContain('last of 0');
    expect(text).not.toContain('first of 0');
    expect(text).toContain('left out, as it would be too large: logs/bdl.log.9');
  });

  it('follows no link out of the data folder, and lets nothing move the cursor', async () => {
    const trial = await createLab();
    await mkdir(dirname(trial.paths.logFile), { recursive: true });
    await symlink('/etc/passwd', `${trial.paths.logFile}.9`);
    await writeFile(trial.paths.logFile, 'red \u001b[31mtext\u001b]52;c;ZXZpbA==\u0007 end\n');

    const text = await trial.ok('support', '--show');

    expect(text).not.toContain('root:x:0');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('red text');
  });

  it.each(['trash', 'ssh', 'images', 'shared', 'window', 'Snapshots'])(
    'looks into no folder called %s, whatever lies there',
    async (name) => {
      const trial = await createLab();
      const log = join(trial.paths.labsDir, 'labor', name, 'serial.log');
      await mkdir(dirname(log), { recursive: true });
      await writeFile(log, 'nobody else looks in here\n');
      await appendFile(join(trial.paths.labsDir, 'labor', 'nodes', 'pi-200', 'serial.log'), 'an open word\n');

      const text = await trial.ok('support', '--show');

      expect(text).toContain('an open word');
      expect(text).not.toContain('nobody else looks in here');
    },
  );

  it('takes away a password that was only chosen yet, and half of one where a log is cut', async () => {
    const trial = await createLab();
    const chosen = 'Entwurf "7" für Žofie';
    const tailBytes = 192 * 1024;
    await writeFile(trial.paths.draftPasswordFile, JSON.stringify({ schemaVersion: 1, password: chosen }));
    await mkdir(dirname(trial.paths.logFile), { recursive: true });
    const end = `typed ${chosen} today\nan ordinary line\n`;
    const rest = `${end}${'y'.repeat(tailBytes - Buffer.byteLength(`ne am Ende\n${end}`) - 1)}\n`;
    // The cut is in the middle of this one.
    await writeFile(trial.paths.logFile, `begin\nOhne Sonne am Ende\n${rest}`);

    const text = await trial.ok('support', '--show');

    expect(text).toContain('typed <secret> today');
    expect(text).not.toContain('am Ende');
  });

  it('names no file by the name of the user', async () => {
    const trial = await createLab();
    await mkdir(dirname(trial.paths.logFile), { recursive: true });
    await writeFile(join(dirname(trial.paths.logFile), 'anna.log'), 'an ordinary line\n');

    const text = await trial.ok('support', '--show');

    expect(text).toContain('logs/<user>.log');
    expect(text).not.toContain('anna');
  });
});
