import { LabError } from '../domain/failure.ts';
import { vitalsScript } from './guest-scripts.ts';
import { maxVitalsLineChars, parseVitals, type VitalsSample } from './parse-vitals.ts';
import type { SshSession } from './ssh-session.ts';

/**
 * Passes on what the node tells of itself until `signal` is aborted or the connection ends. Throws `guest-command-failed` for the first
 * line that makes no sense, and keeps no more than a line.
 */
export async function followVitals(
  session: Pick<SshSession, 'follow'>,
  node: string,
  { signal, onSample }: { readonly signal: AbortSignal; readonly onSample: (sample: VitalsSample) => void },
): Promise<never> {
  const nonsense = new AbortController();
  const unread: string[] = [];
  let pending = '';
  function take(line: string): void {
    const sample = parseVitals(line);
    if (sample === null) refuse(line);
    else onSample(sample);
  }
  function refuse(line: string): void {
    unread.push(line.slice(0, maxVitalsLineChars));
    nonsense.abort();
  }
  function onOutput(text: string): void {
    if (unread.length > 0) return;
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) if (unread.length === 0) take(line);
    if (pending.length > maxVitalsLineChars) refuse(pending);
  }
  let exitCode: number | null = null;
  try {
    const ends = AbortSignal.any([signal, nonsense.signal]);
    exitCode = await session.follow('sh -s', { signal: ends, input: vitalsScript, onOutput });
  } catch (error) {
    if (signal.aborted || !nonsense.signal.aborted) throw error;
  }
  throw new LabError('guest-command-failed', `${node} does not tell how it is`, {
    params: { node, exitCode: exitCode ?? 0 },
    evidence: unread.slice(0, 1),
  });
}
