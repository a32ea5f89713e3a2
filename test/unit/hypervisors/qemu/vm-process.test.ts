import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { QemuContext } from '../../../../src-main/hypervisors/qemu/context.ts';
import { controlSocketPath } from '../../../../src-main/hypervisors/qemu/files.ts';
import { findProcess } from '../../../../src-main/hypervisors/qemu/vm-process.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { createFakeProcessTable, type FakeProcessTable } from '../../../fakes/fake-process-table.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';

const look = { signal: new AbortController().signal, timeoutMs: 10_000 };

interface Given {
  readonly processes?: FakeProcessTable;
  /** How often the control socket breaks a connection before nobody listens there any more. */
  readonly breaks?: number;
  readonly isNoted?: boolean;
}

/** A process that is being killed, or looks like it. */
async function lookAt({
  processes = createFakeProcessTable(),
  breaks = Infinity,
  isNoted = true,
}: Given): ReturnType<typeof findProcess> {
  const dir = await createTestDir();
  const control = { kind: 'unix', path: controlSocketPath(dir, 'b0') } as const;
  let broken = 0;
  const server = createServer((socket) => {
    socket.destroy();
    broken += 1;
    if (broken >= breaks) server.close();
  });
  if (breaks > 0) await new Promise<void>((resolve) => server.listen(control.path, resolve));
  onTestFinished(() => {
    server.close();
  });
  const identity = processes.start(4711);
  if (isNoted) await writeFile(join(dir, 'pid.json'), JSON.stringify({ schemaVersion: 1, ...identity, control }));
  const context = { processes, clock: systemClock, platform: { id: 'linux', runtimeDir: dir } };
  const target = { uuid: 'b0', runPath: join(dir, 'pid.json'), pidPath: join(dir, 'qemu.pid') };
  return findProcess(context as unknown as QemuContext, target, look);
}

/** A table in which every process is gone from the third look on. */
function dyingProcesses(): FakeProcessTable {
  let looks = 0;
  return {
    ...createFakeProcessTable(),
    isAlive: () => {
      looks += 1;
      return Promise.resolve(looks < 3);
    },
  };
}

it('calls a process that is just dying off, and not silent', async () => {
  expect(await lookAt({ processes: dyingProcesses() })).toEqual({ kind: 'off' });
});

it('calls a process off that has let go of its socket already, and is gone a moment later', async () => {
  expect(await lookAt({ processes: dyingProcesses(), breaks: 0 })).toEqual({ kind: 'off' });
});

it('calls a process off that no note tells of, once nobody listens for it any more', async () => {
  expect(await lookAt({ breaks: 2, isNoted: false })).toEqual({ kind: 'off' });
});

it('calls a process silent that lives on and breaks every connection', async () => {
  expect(await lookAt({})).toMatchObject({ kind: 'silent', identity: { pid: 4711 } });
});

it('calls a process silent that lives on without a socket', async () => {
  expect(await lookAt({ breaks: 0 })).toMatchObject({ kind: 'silent', identity: { pid: 4711 } });
});
