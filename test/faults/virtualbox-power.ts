import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseShowVmInfo } from '../../src-main/hypervisors/virtualbox/parse-showvminfo.ts';
import type { VmInfo } from '../../src-main/hypervisors/virtualbox/vm-info.ts';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import {
  CommandError,
  type CommandResult,
  type CommandRunner,
  type CommandSpec,
} from '../../src-main/process/command.ts';
import type { FakeGuest } from '../fakes/fake-driver.ts';

type Run = CommandRunner['run'];
type Options = Parameters<Run>[1];

/** Which VMs pass for running, with how often they were switched on. */
const runningSchema = z.record(z.string(), z.object({ boots: z.number() }));
type Running = Readonly<z.infer<typeof runningSchema>>;

/**
 * Stands between a runner and the real VBoxManage where no VM can start: answers what starts and ends VMs, and shows those that pass for
 * running as running. A saved state is a real one (`adoptstate`), and so is everything else.
 */
export interface PoweredVirtualBox {
  readonly run: Run;
  /** What runs in the VMs that pass for running. */
  readonly guests: () => readonly FakeGuest[];
  readonly powerOffInside: (vmId: string) => void;
  readonly runningIds: () => readonly string[];
}

function answer(stdout: string): CommandResult {
  return { exitCode: 0, stdout, stderr: '', durationMs: 1 };
}

/** As VBoxManage says that it did not do something. */
export function refusal({ program, args }: CommandSpec, words: string): CommandError {
  const failed = { command: { program, args }, exitCode: 1, stdout: '', stderr: `VBoxManage: error: ${words}\n` };
  return new CommandError('exit-code', failed);
}

interface Parts {
  readonly real: Run;
  readonly read: () => Running;
  readonly write: (running: Running) => void;
  readonly infos: Map<string, VmInfo>;
}

async function ask({ real, infos }: Parts, vmId: string, options: Options): Promise<VmInfo> {
  const told = await real({ program: 'VBoxManage', args: ['showvminfo', vmId, '--machinereadable'] }, options);
  const info = parseShowVmInfo(told.stdout);
  if (info === null) throw new Error(`VBoxManage told nothing about ${vmId}`);
  infos.set(vmId, info);
  return info;
}

function vbox(parts: Parts, args: readonly string[], options: Options): Promise<CommandResult> {
  return parts.real({ program: 'VBoxManage', args }, options);
}

async function start(parts: Parts, vmId: string, options: Options): Promise<CommandResult> {
  const info = await ask(parts, vmId, options);
  const isSaved = info.stateText === 'saved';
  if (isSaved) await vbox(parts, ['discardstate', vmId], options);
  const running = parts.read();
  const boots = (running[vmId]?.boots ?? 0) + 1;
  parts.write({ ...running, [vmId]: { boots } });
  if (info.serialPath !== null) {
    mkdirSync(dirname(info.serialPath), { recursive: true });
    if (!isSaved) appendFileSync(info.serialPath, `Linux version 6.8.0-fake\r\n${info.name} login: `);
  }
  return answer(`VM "${info.name}" has been successfully started.\n`);
}

function forget({ read, write }: Parts, vmId: string): void {
  write(Object.fromEntries(Object.entries(read()).filter(([id]) => id !== vmId)));
}

let savedStates = 0;

async function adoptState(parts: Parts, vmId: string, options: Options): Promise<void> {
  const { configPath } = await ask(parts, vmId, options);
  savedStates += 1;
  const path = join(dirname(configPath), 'Snapshots', `memory-${String(savedStates)}.sav`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'memory');
  await vbox(parts, ['adoptstate', vmId, path], options);
}

async function control(parts: Parts, spec: CommandSpec, options: Options): Promise<CommandResult> {
  const [, vmId = '', verb = '', ...rest] = spec.args;
  if (parts.read()[vmId] === undefined) throw refusal(spec, `Machine '${vmId}' is not currently running.`);
  switch (verb) {
    case 'acpipowerbutton':
    case 'poweroff':
      forget(parts, vmId);
      return answer('');
    case 'savestate':
      await adoptState(parts, vmId, options);
      forget(parts, vmId);
      return answer('');
    case 'natpf1':
      return vbox(parts, ['modifyvm', vmId, '--nat-pf1', ...rest], options);
    case 'setlinkstate1':
    case 'setlinkstate2':
      return vbox(parts, ['modifyvm', vmId, `--cable-connected${verb.slice(-1)}`, ...rest], options);
    default:
      throw refusal(spec, `Invalid parameter '${verb}'`);
  }
}

/** A snapshot of a VM that runs has its memory, and it goes on. */
async function takeSnapshot(parts: Parts, spec: CommandSpec, options: Options): Promise<CommandResult> {
  const vmId = spec.args[1] ?? '';
  const isRunning = parts.read()[vmId] !== undefined;
  if (isRunning) await adoptState(parts, vmId, options);
  const taken = await parts.real(spec, options);
  if (isRunning) await vbox(parts, ['discardstate', vmId], options);
  return taken;
}

function showRunning({ read }: Parts, stdout: string): string {
  const { UUID: vmId = '' } = /^UUID="(?<UUID>[^"]*)"/m.exec(stdout)?.groups ?? {};
  return read()[vmId] === undefined ? stdout : stdout.replace(/^VMState="[^"]*"/m, 'VMState="running"');
}

async function listLong(parts: Parts, spec: CommandSpec, options: Options): Promise<CommandResult> {
  const told = await parts.real({ ...spec, args: ['list', '--long', 'vms'] }, options);
  const blocks = told.stdout.split(/^(?=Name: +\S.*\nEncryption:)/m).map((block) => {
    const vmId = /^UUID: +(\S+)/m.exec(block)?.[1] ?? '';
    const isRunning = parts.read()[vmId] !== undefined;
    const shown = isRunning ? block.replace(/^(State: +)[^(]*\(/m, '$1running (') : block;
    return { isRunning, shown };
  });
  const wanted = spec.args[2] === 'runningvms' ? blocks.filter(({ isRunning }) => isRunning) : blocks;
  return { ...told, stdout: wanted.map(({ shown }) => shown).join('') };
}

async function dispatch(parts: Parts, spec: CommandSpec, options: Options): Promise<CommandResult> {
  const [verb = '', subject = '', third = ''] = spec.args;
  // Whatever this does to the VM, its guest is looked at anew.
  if (verb !== 'showvminfo') parts.infos.delete(subject);
  const isRunning = parts.read()[subject] !== undefined;
  if (verb === 'startvm') return start(parts, subject, options);
  if (verb === 'controlvm') return control(parts, spec, options);
  if (verb === 'snapshot' && third === 'take') return takeSnapshot(parts, spec, options);
  if (verb === 'list' && subject === '--long' && third.endsWith('vms')) return listLong(parts, spec, options);
  const isRefused = ['modifyvm', 'unregistervm', 'storageattach', 'discardstate'].includes(verb) || third === 'restore';
  if (isRunning && isRefused)
    throw refusal(spec, `The machine '${subject}' is already locked for a session (or being unlocked)`);
  const told = await parts.real(spec, options);
  return verb === 'showvminfo' ? { ...told, stdout: showRunning(parts, told.stdout) } : told;
}

/** `stateFile`: where it is kept what passes for running. */
export function powerVirtualBox(real: Run, stateFile: string): PoweredVirtualBox {
  const parts: Parts = {
    real,
    infos: new Map(),
    read: () => (existsSync(stateFile) ? runningSchema.parse(JSON.parse(readFileSync(stateFile, 'utf8'))) : {}),
    write: (running) => {
      writeFileSync(stateFile, JSON.stringify(running));
    },
  };
  return {
    run: (spec, options) => dispatch(parts, spec, options),
    runningIds: () => Object.keys(parts.read()),
    powerOffInside: (vmId) => {
      forget(parts, vmId);
    },
    guests: () => Object.entries(parts.read()).flatMap(([vmId, { boots }]) => guestOf(parts, vmId, boots)),
  };
}

/** Guests are asked for in the middle of a moment. */
function askAtOnce(vmId: string): VmInfo | null {
  return parseShowVmInfo(execFileSync('VBoxManage', ['showvminfo', vmId, '--machinereadable'], { encoding: 'utf8' }));
}

/** As its settings are now: VirtualBox writes them with every change. */
function guestOf({ infos }: Parts, vmId: string, boots: number): readonly FakeGuest[] {
  const info = infos.get(vmId) ?? askAtOnce(vmId);
  if (info === null) return [];
  infos.set(vmId, info);
  const adapters = info.adapters.map(({ attachment, mac, networkName, cableConnected }) => ({
    kind: attachment === 'nat' ? ('nat' as const) : ('internal' as const),
    mac,
    networkName,
    cableConnected,
  }));
  const sshPort =
    info.adapters.flatMap(({ forwards }) => forwards).find(({ name }) => name === 'ssh')?.hostPort ?? null;
  return [
    { vmId: vmIdSchema.parse(vmId), name: info.name, sshPort, boots, serialLogPath: info.serialPath ?? '', adapters },
  ];
}
