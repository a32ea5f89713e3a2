import type { ProcessIdentity, ProcessTable } from '../../src-main/process/command.ts';

/** Processes that live because the test says so. This process always does. */
export interface FakeProcessTable extends ProcessTable {
  /** Adds a living process. */
  readonly start: (pid: number) => ProcessIdentity;
}

export function createFakeProcessTable(): FakeProcessTable {
  const living = new Map<number, ProcessIdentity>([[process.pid, { pid: process.pid, startTime: 'now' }]]);
  return {
    start: (pid) => {
      const identity = { pid, startTime: `start of ${String(pid)}` };
      living.set(pid, identity);
      return identity;
    },
    isAlive: ({ pid, startTime }) => Promise.resolve(living.get(pid)?.startTime === startTime),
    identify: (pid) => Promise.resolve(living.get(pid) ?? null),
    end: ({ pid }) => {
      living.delete(pid);
      return Promise.resolve();
    },
  };
}
