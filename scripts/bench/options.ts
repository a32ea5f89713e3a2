import { parseArgs } from 'node:util';

/** The parts of a bench, in the order in which they run: the cheap ones first. */
export const partNames = ['start-time', 'terminal', 'page', 'qemu', 'virtualbox', 'up'] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  readonly parts: readonly PartName[];
  /** Pairs of everything that takes seconds. */
  readonly rounds: number;
  /** Pairs of everything that boots guests, which takes minutes. */
  readonly upRounds: number;
  /** Output that terminals are measured with. */
  readonly terminalMiB: number;
  /** Output that the page is measured with, which draws it as well. */
  readonly pageMiB: number;
  /** Image of the guests, as `bdl up --image` takes it. */
  readonly image: string;
  /** A missed budget is a failure. */
  readonly enforce: boolean;
  /** False: the table is printed and `docs/benchmarks.md` stays as it is. */
  readonly write: boolean;
  /** Timings that the tests wrote in the emulated laptop; null: what the document says stays. */
  readonly laptopTimingsPath: string | null;
  readonly help: boolean;
}

export const usage = `usage: npm run bench -- [options]

  --only PART,...         ${partNames.join(', ')} (default: all)
  --rounds N              pairs of measures that take seconds (default: 7)
  --up-rounds N           pairs of measures that boot guests (default: 1)
  --terminal-mib N        output that terminals are measured with (default: 50)
  --page-mib N            output that terminals in the page are measured with (default: 100)
  --image IMAGE           image of the guests (default: debian-packages)
  --laptop-timings FILE   timings the tests wrote in the emulated laptop (BDL_TIMINGS_FILE, with BDL_LAPTOP_NODES=3)
  --no-write              print only; leave docs/benchmarks.md as it is
  --enforce               exit with 1 when a budget is missed or a part cannot run`;

function isPartName(name: string): name is PartName {
  return partNames.some((known) => known === name);
}

function parseParts(text: string | undefined): readonly PartName[] {
  if (text === undefined) return partNames;
  const names = text.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !isPartName(name));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${partNames.join(', ')}`);
  return partNames.filter((name) => names.includes(name));
}

function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${option} takes a number from 1 on, not '${text}'`);
  return count;
}

/** Reads the command line of `npm run bench`; throws a sentence for the user. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      'up-rounds': { type: 'string', default: '1' },
      'terminal-mib': { type: 'string', default: '50' },
      'page-mib': { type: 'string', default: '100' },
      image: { type: 'string', default: 'debian-packages' },
      'laptop-timings': { type: 'string' },
      'no-write': { type: 'boolean', default: false },
      enforce: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    parts: parseParts(values.only),
    rounds: parseCount('rounds', values.rounds),
    upRounds: parseCount('up-rounds', values['up-rounds']),
    terminalMiB: parseCount('terminal-mib', values['terminal-mib']),
    pageMiB: parseCount('page-mib', values['page-mib']),
    image: values.image,
    enforce: values.enforce,
    write: !values['no-write'],
    laptopTimingsPath: values['laptop-timings'] ?? null,
    help: values.help,
  };
}
