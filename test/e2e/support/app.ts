import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { scenarioSchema } from '../../fakes/scenario.ts';

const projectDir = join(import.meta.dirname, '../../..');

export type ScenarioInput = z.input<typeof scenarioSchema>;

const startedSchema = z.object({ ok: z.literal(true), value: z.object({ url: z.string() }) });

/** The app on invented VMs, as a process of its own. */
export interface RunningApp {
  /** Address with the token; signs a page in. */
  readonly url: string;
  /** Ends it as Ctrl-C does: screens are told. */
  readonly stop: () => Promise<void>;
  /** Ends it without a word. */
  readonly kill: () => Promise<void>;
  /** Another run on the same data folder. */
  readonly restart: (scenario?: ScenarioInput) => Promise<RunningApp>;
}

/** Starts it on a data folder of its own; ended and removed after the test. */
export async function startApp(scenario: ScenarioInput = {}): Promise<RunningApp> {
  const dir = await mkdtemp(join(tmpdir(), 'bdl-e2e-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return startIn(dir, scenario, '0');
}

async function startIn(dir: string, scenario: ScenarioInput, port: string): Promise<RunningApp> {
  const scenarioPath = join(dir, 'scenario.json');
  await writeFile(scenarioPath, JSON.stringify(scenario));
  const args = ['scripts/app-on-fakes.ts', '--json', '--scenario', scenarioPath, '--data', join(dir, 'data')];
  const portArgs = port === '0' ? [] : ['--port', port];
  const child = spawn(process.execPath, [...args, ...portArgs], {
    cwd: projectDir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = (signal: NodeJS.Signals): Promise<void> => endProcess(child, signal);
  onTestFinished(() => end('SIGKILL'));
  const url = await readUrl(child);
  return {
    url,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: async (next = scenario) => {
      await end('SIGKILL');
      return startIn(dir, next, new URL(url).port);
    },
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the app has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    return startedSchema.parse(JSON.parse(line)).value.url;
  }
  throw new Error('the app ended before it was ready');
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
