import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { QemuContext } from '../../../../src-main/hypervisors/qemu/context.ts';
import { findProcess } from '../../../../src-main/hypervisors/qemu/vm-process.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { createFakeProcessTable, type FakeProcessTable } from '../../../fakes/fake-process-table.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';

const look = { signal: new AbortController().signal, timeoutMs: 10_000 };

/** A control socket that breaks every connection, as that of a process does which is being killed. */
async function setUp(processes: FakeProcessTable): ReturnType<typeof findProcess> {
  const dir = await createTestDir();
  const control = { kind: 'unix', path: join(dir, 'q') } as const;
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(control.path, resolve));
  onTestFinished(() => {
    server.close();
  });
  const identity = processes.start(4711);
  await writeFile(join(dir, 'pid.json'), JSON.stringify({ schemaVersion: 1, ...identity, control }));
  const context = { processes, clock: systemClock, platform: { id: 'linux', runtimeDir: dir } };
  const target = { uuid: 'b0', runPath: join(dir, 'pid.json'), pidPath: join(dir, 'qemu.pid') };
  return findProcess(context as unknown as QemuContext, target, look);
}

it('calls a process that is just dying off, and not silent', async () => {
  const processes = createFakeProcessTable();
  let looks = 0;
  const dying: FakeProcessTable = {
    ...processes,
    isAlive: () => {
      looks += 1;
      return Promise.resolve(looks < 3);
    },
  };

  expect(await setUp(dying)).toEqual({ kind: 'off' });
});

it('calls a process silent that lives on and breaks every connection', async () => {
  expect(await setUp(createFakeProcessTable())).toMatchObject({ kind: 'silent', identity: { pid: 4711 } });
});
