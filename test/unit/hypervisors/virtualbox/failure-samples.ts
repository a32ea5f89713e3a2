import { CommandError } from '../../../../src-main/process/command.ts';
import { readText } from '../../../fakes/recordings.ts';

/** What VirtualBox is said to have failed for. */
export const subject = { name: 'pi-200', path: '/data/labs/l/nodes/pi-200' };

/** A call that failed with this output. */
export function failedWith(output: string): CommandError {
  const command = { program: 'VBoxManage', args: ['call'] };
  return new CommandError('exit-code', { command, exitCode: 1, stdout: '', stderr: output });
}

/** Every recorded call that failed, by the name of its recording. */
export const recorded = new Map(
  [...readText('virtualbox/failed-calls').matchAll(/^=== (?!exit)([^:]+): .*\n([\s\S]*?)^=== exit code \d+$/gm)].map(
    ([, name = '', output = '']) => [name, output],
  ),
);

function wrap(text: string, columns: number): string {
  return text.replace(new RegExp(`(.{${String(columns)}})(?=.)`, 'g'), '$1\n');
}

function wrapAtBlanks(text: string): string {
  return text.replace(/(.{40,80}) (?=\S)/g, '$1\n');
}

type Variation = readonly [name: string, change: (text: string) => string];

const variations: readonly Variation[] = [
  ['as recorded', (text) => text],
  ['with the line ends of Windows', (text) => text.replaceAll('\n', '\r\n')],
  ['from VBoxManage.exe', (text) => text.replaceAll('VBoxManage:', 'VBoxManage.exe:')],
  ['wrapped at 80 columns', (text) => wrap(text, 80)],
  ['wrapped at 61 columns', (text) => wrap(text, 61)],
  ['wrapped at blanks', wrapAtBlanks],
  ['with the names of Windows', (text) => text.replaceAll('NS_ERROR_FAILURE', 'E_FAIL').replaceAll('NS_ERROR_', 'E_')],
  [
    'with the numbers of another version',
    (text) => text.replace(/at line \d+ of file \w+\.cpp/g, 'at line 7 of file Other.cpp'),
  ],
  ['with upper-case numbers', (text) => text.replace(/0x8\w+/g, (hex) => hex.toUpperCase())],
  ['without its prefix', (text) => text.replace(/^VBoxManage: (?:fatal )?error: /gm, '')],
  ['behind its progress', (text) => `0%...10%...20%...${text}`],
  ['in the middle of other output', (text) => `Waiting for VM "x" to power on...\n${text}\nOracle VirtualBox\n`],
  ['behind the warning of the wrapper', (text) => `${wrapperWarning}${text}`],
];

/** What the wrapper of the Linux packages says while the driver is missing (7.2.22). */
export const wrapperWarning = `WARNING: The character device /dev/vboxdrv does not exist.
\t Please install the virtualbox-dkms package and the appropriate
\t headers, most likely linux-headers-amd64.

\t You will not be able to start VMs until this problem is fixed.
`;

/** The same text as it may arrive from another system, another version, or through a terminal. */
export function listVariations(): readonly Variation[] {
  return variations;
}
