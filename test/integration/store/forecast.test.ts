import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OperationInfo } from '../../../src-main/domain/operation.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createForecastStore } from '../../../src-main/store/forecast-store.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeCore } from '../../fakes/fake-core.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const storedSchema = z.object({ schemaVersion: z.literal(1), durationsMs: z.record(z.string(), z.array(z.number())) });
const signal = new AbortController().signal;

async function openCore(dataDir: string) {
  return createFakeCore({ paths: createPaths(dataDir), clock: createFakeClock(), guests: { bootMs: 90_000 } });
}

describe('the forecast', () => {
  it('is learned in one run and told in the next, before and while a lab is made', async () => {
    const dataDir = await createTestDir();
    const first = labSpecSchema.parse({ name: 'One', nodes: 2 });
    const before = await openCore(dataDir);
    expect((await before.api['lab.plan'](first, { signal })).expectedMs).toBeNull();
    expect((await before.api['lab.create'](first, { signal })).state).toBe('succeeded');

    const { api } = await openCore(dataDir);
    const second = labSpecSchema.parse({ name: 'Two', nodes: 2 });
    const told: OperationInfo[] = [];
    const { expectedMs } = await api['lab.plan'](second, { signal });
    await api['lab.create'](second, { signal, onProgress: (info) => told.push(info) });

    expect(expectedMs).toBeGreaterThanOrEqual(90_000);
    const running = told.filter(({ state }) => state === 'running');
    expect(running[0]?.forecast?.leftMs).toBeGreaterThanOrEqual(90_000);
    const stored = storedSchema.parse(JSON.parse(await readFile(createPaths(dataDir).forecastFile, 'utf8')));
    expect(Object.keys(stored.durationsMs)).toContain('qemu/native/steps.node-ready');
    expect(JSON.stringify(stored)).not.toContain('pi-20');
  });

  it('begins anew where its file is damaged, and keeps the newest only', async () => {
    const path = createPaths(await createTestDir()).forecastFile;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '{"schemaVersion":1,"durations');
    const store = createForecastStore(path, silentLogger);

    expect(await store.usual('qemu/kvm')).toEqual(new Map());
    for (let ms = 1; ms <= 20; ms += 1) await store.learn('qemu/kvm', [{ kind: 'steps.base', durationMs: ms }]);
    await store.learn('qemu/software', [{ kind: 'steps.base', durationMs: 999 }]);

    expect(await store.usual('qemu/kvm')).toEqual(new Map([['steps.base', 17]]));
    expect(await store.usual('qemu/software')).toEqual(new Map([['steps.base', 999]]));
  });
});
