import type { Platform } from '../../platform/platform.ts';
import type { CommandRunner } from '../../process/command.ts';
import type { ComputerFacts } from './computer-facts.ts';
import { readLinuxSources } from './linux-sources.ts';
import { readMacosSources } from './macos-sources.ts';
import { parseLinux } from './parse-linux.ts';
import { parseMacos } from './parse-macos.ts';
import { parseWindows } from './parse-windows.ts';
import { createSourceReader } from './read-sources.ts';
import { readWindowsSource } from './windows-sources.ts';

/** What reading this computer needs. */
export interface ComputerReading {
  readonly platform: Pick<Platform, 'id' | 'architecture' | 'dataDir' | 'env' | 'isRoot'>;
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly signal: AbortSignal;
}

/** Reads this computer anew. What cannot be read is a fact that is not known; only cancelling throws. */
export async function readComputer({ platform, runner, signal }: ComputerReading): Promise<ComputerFacts> {
  const reader = createSourceReader(runner, signal);
  const { dataDir, isRoot, architecture } = platform;
  switch (platform.id) {
    case 'linux':
      return parseLinux(await readLinuxSources(reader), { isRoot, dataDir });
    case 'macos':
      return parseMacos(await readMacosSources(reader), dataDir);
    case 'windows':
      return parseWindows(await readWindowsSource(reader, platform.env), { builtFor: architecture, dataDir });
  }
}
