import { dirname, join } from 'node:path';
import { LabError } from '../../domain/failure.ts';
import { CommandError } from '../../process/command.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { VmRef } from '../driver.ts';
import type { DriverContext } from './context.ts';
import { toStartFailure } from './failures.ts';
import { parseVersion } from './parse-version.ts';
import { parsePauseCause, parseVmLog, type PauseCause } from './parse-vm-log.ts';
import type { VmInfo } from './vm-info.ts';
import { readChangeTime, readLogHead, readLogTail } from './vm-log.ts';

/** Logs of a start, and when each was changed last before it. */
export interface LogsBefore {
  readonly paths: readonly [vmLog: string, hardeningLog: string];
  readonly changedAt: readonly number[];
}

/** Notes how the logs are before a start, so that only what this start wrote is taken for its own. */
export async function noteLogs({ logDir }: Pick<VmInfo, 'logDir'>): Promise<LogsBefore> {
  const paths = [join(logDir, 'VBox.log'), join(logDir, 'VBoxHardening.log')] as const;
  return { paths, changedAt: await Promise.all(paths.map(readChangeTime)) };
}

async function isNew({ paths, changedAt }: LogsBefore, index: 0 | 1): Promise<boolean> {
  return (await readChangeTime(paths[index])) !== changedAt[index];
}

/** What VirtualBox wrote when it gave up this start, else the end of its log; nothing when it wrote none. */
async function readStartLog(logs: LogsBefore): Promise<readonly string[]> {
  if (!(await isNew(logs, 0))) return [];
  const [path] = logs.paths;
  const { failures } = parseVmLog(await readLogHead(path));
  return failures.length > 0 ? failures : readLogTail(path);
}

/** What to look at when neither VBoxManage nor the log of the VM named a cause: the log of VirtualBox's protection, the driver. */
async function lookFurther(context: DriverContext, logs: LogsBefore, signal: AbortSignal): Promise<readonly string[]> {
  if (context.platformId === 'windows') {
    const lines = (await isNew(logs, 1)) ? await readLogTail(logs.paths[1]) : [];
    return lines.filter((line) => /error|fail|rc=|VERR_|0xc0/i.test(line));
  }
  // VirtualBox 7 has no driver of its own on macOS.
  if (context.platformId !== 'linux') return [];
  const device = context.driverDevicePath;
  const missing = (await fileExists(device)) ? [] : [`The character device ${device} does not exist.`];
  return [...missing, ...(await readWrapperWarning(context, signal)), ...(await askRunner(context, signal))];
}

/** What the program that runs VMs says of itself: when it may not use the driver, nobody else tells (7.2.22). */
async function askRunner({ vbox }: DriverContext, signal: AbortSignal): Promise<readonly string[]> {
  try {
    await vbox.runHeadless(['--help'], { signal });
    return [];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return error.stderr.split(/\r?\n/).filter((line) => line.startsWith('VBoxHeadless:'));
  }
}

/** The wrapper of the Linux packages says with every answer what is wrong with the driver (7.2.22). */
async function readWrapperWarning({ vbox }: DriverContext, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return parseVersion((await vbox.run(['--version'], { signal })).stdout)?.warnings ?? [];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [error.message];
  }
}

/** The typed failure of a start, with its cause where one can be found, and with everything that was seen where not. */
export async function explainFailedStart(
  context: DriverContext,
  ref: VmRef,
  failed: { readonly error: CommandError; readonly logs: LogsBefore; readonly signal: AbortSignal },
): Promise<LabError> {
  const { error, logs, signal } = failed;
  const subject = { name: ref.name, path: ref.dir };
  const { platformId } = context;
  const log = await readStartLog(logs);
  const first = toStartFailure(error, subject, { platformId, log, others: [] });
  if (first.code !== 'vm-start-failed') return first;
  return toStartFailure(error, subject, { platformId, log, others: await lookFurther(context, logs, signal) });
}

/** With less it would be paused again at once. */
const enoughBytes = 64 * 1024 ** 2;

/** Why a VM is paused, as far as its log says. */
export async function readPauseCause({ configPath }: Pick<VmInfo, 'configPath'>): Promise<PauseCause> {
  return parsePauseCause(await readLogTail(join(dirname(configPath), 'Logs', 'VBox.log')));
}

/** Throws `vm-paused-disk-full` for a VM that was paused because the disk was full, while it still is. */
export async function refuseFullDisk(context: DriverContext, { name, dir }: VmRef, info: VmInfo): Promise<void> {
  const { diskFull: reason } = await readPauseCause(info);
  if (reason === null) return;
  if ((await context.readFreeBytes(dir)) >= enoughBytes) return;
  throw new LabError('vm-paused-disk-full', `"${name}" is paused, and the disk is still full`, {
    params: { name, node: name, path: dir },
    evidence: [reason],
  });
}
