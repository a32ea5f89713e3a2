import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tool } from './host.ts';

const minuteMs = 60_000;
/** For one command on a computer that is busy with other things: it only ends what hangs. */
const patienceMs = 20 * minuteMs;
const projectDir = join(import.meta.dirname, '..', '..', '..');
const laptopScript = join(projectDir, 'scripts', 'emulated-laptop');

/** How a command in the laptop, or the script that drives it, ended. */
export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The emulated laptop of one run folder. */
export interface Laptop {
  readonly build: () => void;
  readonly boot: (...options: readonly string[]) => void;
  /** Runs a command line there. */
  readonly run: (command: string, timeoutMs?: number) => Answer;
  /** The same, expects exit code 0 and gives stdout without blanks around it. */
  readonly ok: (command: string, timeoutMs?: number) => string;
  /** Ends it, and removes its run folder. Not running: nothing. */
  readonly stop: () => void;
  /** Ends it as a power cut does: what it has not brought to the disk of `--data` is lost. It can be booted again. */
  readonly cutPower: () => void;
}

function drive(args: readonly string[], timeoutMs: number): Answer {
  const done = spawnSync(laptopScript, [...args], { encoding: 'utf8', timeout: timeoutMs });
  return { exitCode: done.status, stdout: done.stdout, stderr: done.stderr };
}

function driveWell(args: readonly string[], timeoutMs: number): string {
  const { exitCode, stdout, stderr } = drive(args, timeoutMs);
  if (exitCode !== 0) throw new Error(`'${args.join(' ')}' ended with ${String(exitCode)}:\n${stdout}\n${stderr}`);
  return stdout.trim();
}

/**
 * Ends the laptop when this process is gone, however it ended: the other end of its pipe is closed then. What a killed run started
 * would otherwise go on for ever, as QEMU is nobody's child.
 */
function stopWithUs(runDir: string): void {
  const guard = spawn('sh', ['-c', 'cat > /dev/null; exec "$0" stop --run-dir "$1"', laptopScript, runDir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  guard.stdin.on('error', () => undefined);
}

export function openLaptop(runDir: string): Laptop {
  const ssh = (command: string): readonly string[] => ['ssh', '--run-dir', runDir, command];
  stopWithUs(runDir);
  return {
    build: () => {
      driveWell(['build'], 20 * minuteMs);
    },
    boot: (...options) => {
      driveWell(['boot', '--run-dir', runDir, ...options], patienceMs);
    },
    run: (command, timeoutMs = patienceMs) => drive(ssh(command), timeoutMs),
    ok: (command, timeoutMs = patienceMs) => driveWell(ssh(command), timeoutMs),
    stop: () => {
      if (existsSync(runDir)) drive(['stop', '--run-dir', runDir], 3 * minuteMs);
    },
    cutPower: () => {
      driveWell(['cut-power', '--run-dir', runDir], minuteMs);
    },
  };
}

/** The command line as a user of the laptop has it, once the stick is mounted: the copied `dist/` and a Node, nothing else. */
export const bdlInLaptop = '/mnt/app/node /mnt/app/dist/main/cli.js';

export interface StickContent {
  readonly imagePath: string;
  readonly sizeMiB: number;
  /** Small files by their names. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** A read-only disk with the app, a Node and a guest image (`image.qcow2`), as a USB stick would bring them. */
export async function makeStick(workDir: string, { imagePath, sizeMiB, texts = {} }: StickContent): Promise<string> {
  const stick = join(workDir, 'stick');
  const disk = join(workDir, 'stick.ext4');
  await mkdir(join(stick, 'app'), { recursive: true });
  await cp(join(projectDir, 'dist'), join(stick, 'app', 'dist'), { recursive: true });
  // Terminals need the one compiled part that is not in the built files.
  const terminals = join('node_modules', 'node-pty');
  for (const part of ['package.json', 'lib', 'build']) {
    await cp(join(projectDir, terminals, part), join(stick, 'app', terminals, part), { recursive: true });
  }
  await cp(process.execPath, join(stick, 'app', 'node'));
  await cp(imagePath, join(stick, 'image.qcow2'));
  for (const [name, text] of Object.entries(texts)) await writeFile(join(stick, name), text);
  tool('mke2fs', '-q', '-t', 'ext4', '-d', stick, disk, `${String(sizeMiB)}m`);
  await rm(stick, { recursive: true });
  return disk;
}
