import { win32 } from 'node:path';
import type { SourceReader } from './read-sources.ts';
import type { Source } from './source.ts';
import { windowsScript } from './windows-script.ts';

/** Asks Windows everything in one PowerShell; the first that can be started is taken. */
export async function readWindowsSource(
  { run }: Pick<SourceReader, 'run'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Source> {
  const own = win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const programs = [own, 'powershell.exe', 'pwsh.exe'];
  let source: Source = { kind: 'failed', from: 'PowerShell', reason: 'no such program' };
  for (const program of programs) {
    source = await run({ program, args: ['-NoProfile', '-NonInteractive', '-Command', windowsScript] });
    if (source.kind === 'text' || source.reason !== 'no such program') break;
  }
  // The script as evidence would help nobody.
  return { ...source, from: 'PowerShell' };
}
