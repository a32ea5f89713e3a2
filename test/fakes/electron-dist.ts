import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseState } from '@electron/fuses';

/** What marks the place of the fuses in Electron's program, after the sources of @electron/fuses 2. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireVersion = 1;

/** As they are in Electron as it is downloaded, in the order of `FuseV1Options`. */
const factoryFuses = [
  FuseState.ENABLE,
  FuseState.DISABLE,
  FuseState.ENABLE,
  FuseState.ENABLE,
  FuseState.DISABLE,
  FuseState.DISABLE,
  FuseState.DISABLE,
  FuseState.ENABLE,
  FuseState.DISABLE,
];

/** A folder that has the shape of Electron for Linux, with a program that can only be packed: its fuses are real, the rest is not. */
export async function writeElectronStandIn(dir: string): Promise<void> {
  await mkdir(join(dir, 'resources'), { recursive: true });
  const wire = Buffer.from([wireVersion, factoryFuses.length, ...factoryFuses]);
  const program = Buffer.concat([Buffer.alloc(64), Buffer.from(sentinel), wire, Buffer.alloc(64)]);
  await writeFile(join(dir, 'electron'), program, { mode: 0o755 });
  await writeFile(join(dir, 'LICENSE'), 'stand-in\n');
  await writeFile(join(dir, 'version'), '0.0.0\n');
}
