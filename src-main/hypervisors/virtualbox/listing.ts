import { LabError } from '../../domain/failure.ts';
import type { Argv } from './argv.ts';
import { listRunningLong, listVms, listVmsLong } from './argv.ts';
import type { DriverContext } from './context.ts';
import { listDisks } from './media-argv.ts';

/** A line that is in every listing of at least one thing. */
const signs = new Map<Argv, RegExp>([
  [listVms, /^".*" \{[0-9a-f-]{36}\}\r?$/m],
  [listVmsLong, /^Name: /m],
  [listRunningLong, /^Name: /m],
  [listDisks, /^UUID: /m],
]);

/**
 * What VBoxManage lists, and what it complains of beside: it prints an error line for each VM of the user that cannot be read, and goes
 * on. An empty listing is one of nothing; throws `command-failed` for a text that is no listing, which would pass for one of nothing.
 */
export async function readListing(
  { vbox }: Pick<DriverContext, 'vbox'>,
  args: Argv,
  signal: AbortSignal,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { stdout, stderr } = await vbox.run(args, { signal, toleratesErrorLines: true });
  // Without its kernel driver VirtualBox warns before everything it says.
  const isListing = stdout.trim() === '' || /^WARNING: /m.test(stdout) || signs.get(args)?.test(stdout) === true;
  if (isListing) return { stdout, stderr };
  throw new LabError('command-failed', `VBoxManage lists nothing that makes sense: ${args.join(' ')}`, {
    params: { program: 'VBoxManage', exitCode: 0 },
    evidence: stdout.split('\n').slice(0, 5),
  });
}
