import type { QmpClient } from './qmp.ts';
import { parseJobs } from './parse-qmp-answers.ts';
import { deviceIds } from './argv.ts';

/** A job that QEMU gave up, in its own words. */
export class QmpJobError extends Error {
  readonly description: string;

  constructor(command: string, description: string) {
    super(`${command}: ${description}`);
    this.name = 'QmpJobError';
    this.description = description;
  }
}

/** The jobs on internal snapshots (QEMU 6.0 and later). They cannot be cancelled and stop everything else meanwhile. */
export type SnapshotJob = 'snapshot-save' | 'snapshot-load' | 'snapshot-delete';

/**
 * Runs one snapshot job to its end, however long it takes. Throws `QmpJobError`; `QmpUnreachableError` when the process ends.
 * It takes no signal: half a snapshot helps nobody, so callers look at theirs before and after.
 */
export async function runSnapshotJob(client: QmpClient, command: SnapshotJob, tag: string): Promise<void> {
  const id = `${command}-${tag}`;
  const call = { signal: new AbortController().signal, timeoutMs: null };
  const concluded = Promise.withResolvers<undefined>();
  const unsubscribe = client.onEvent(({ name, data }) => {
    if (name === 'JOB_STATUS_CHANGE' && data.id === id && data.status === 'concluded') {
      concluded.resolve(undefined);
    }
  });
  // Every job names the one disk that keeps snapshots: shared disks and firmware cannot.
  const memory = command === 'snapshot-delete' ? {} : { vmstate: deviceIds.disk };
  try {
    await client.execute(command, { 'job-id': id, tag, ...memory, devices: [deviceIds.disk] }, call);
    await Promise.race([concluded.promise, client.closed]);
    const jobs = parseJobs(await client.execute('query-jobs', {}, call));
    await client.execute('job-dismiss', { id }, call);
    const error = jobs.find((job) => job.id === id)?.error ?? null;
    if (error !== null) throw new QmpJobError(command, error);
  } finally {
    unsubscribe();
  }
}
