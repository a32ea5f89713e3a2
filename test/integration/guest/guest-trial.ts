import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi, type Mock } from 'vitest';
import { createGuests } from '../../../src-main/guest/guests.ts';
import type { GuestPort } from '../../../src-main/labs/ports.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { finish, startFakeSshd } from './fake-sshd.ts';
import type { CommandHandler, FakeSshd } from './fake-sshd.ts';

export const never = new AbortController().signal;
const loginLog = "[   59.1] cloud-init[388]: Cloud-init v. 24.4 running 'init-local' at Sun\r\n\r\npi-200 login: ";

/** What the script of facts prints on a node that is ready. */
export function factsOutput(changes: Readonly<Record<string, string>> = {}): string {
  const adapters = [
    {
      ifname: 'enp0s2',
      link_type: 'ether',
      address: '52:54:00:00:00:01',
      addr_info: [{ family: 'inet', local: '10.0.2.15' }],
    },
    {
      ifname: 'enp0s3',
      link_type: 'ether',
      address: '52:54:00:00:00:99',
      addr_info: [{ family: 'inet', local: '10.77.0.200' }],
    },
  ];
  const facts = {
    'cloud-init': 'done',
    hostname: 'pi-200',
    'boot-id': '6f0c2a4e-9d7b-4c57-8a3a-0b8f6f1c9e11',
    adapters: JSON.stringify(adapters),
    ...changes,
  };
  return Object.entries(facts)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');
}

/** Answers with each text in turn, then with the last one for ever. */
export function answers(...outputs: readonly string[]): CommandHandler {
  let next = 0;
  return (_command, _input, channel) => {
    finish(channel, outputs[Math.min(next, outputs.length - 1)] ?? '');
    next += 1;
  };
}

/** A node and how it is reached. */
export interface GuestTrial {
  readonly sshd: FakeSshd;
  readonly guests: GuestPort;
  readonly endpoint: Parameters<GuestPort['waitUntilReady']>[0];
  readonly expected: Parameters<GuestPort['waitUntilReady']>[1];
  readonly options: { readonly signal: AbortSignal; readonly report: Mock };
}

/** The real guests before a real SSH server. */
export async function setUp(
  handle: CommandHandler,
  { stallMs = 60_000, isRunning = async () => true, log = loginLog } = {},
): Promise<GuestTrial> {
  const dir = await createTestDir();
  const sshd = await startFakeSshd(handle);
  const privateKeyPath = join(dir, 'id_ed25519');
  const serialLogPath = join(dir, 'serial.log');
  await writeFile(privateKeyPath, sshd.privateKey);
  await writeFile(serialLogPath, log);
  const endpoint = { name: 'pi-200', port: sshd.port, user: 'pi', privateKeyPath, hostKey: sshd.hostKey };
  const expected = {
    address: '10.77.0.200',
    labMac: '52:54:00:00:00:99',
    isOnLabNetwork: true,
    serialLogPath,
    isRunning,
  };
  const guests: GuestPort = createGuests(systemClock, { stallMs });
  return { sshd, endpoint, expected, guests, options: { signal: never, report: vi.fn() } };
}
