import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Most nodes at a time. */
  readonly nodes: number;
  /** Image of the guests, as `bdl up --image` takes it. */
  readonly image: string;
  readonly help: boolean;
}

export const usage = `usage: npm run soak -- [options]

  --minutes N    how long (default: 60)
  --seed N       decides what is done (default: 1)
  --nodes N      most nodes at a time, from 2 on (default: 3)
  --image IMAGE  image of the guests (default: debian-packages)

Needs QEMU, and for the default image Debian and root. Ctrl-C ends it and everything it started.`;

function parseNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) {
    throw new Error(`--${option} takes a number from ${least} on, not '${text}'`);
  }
  return number;
}

/** Reads the command line of `npm run soak`; throws a sentence for the user. */
export function parseSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      nodes: { type: 'string', default: '3' },
      image: { type: 'string', default: 'debian-packages' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return {
    minutes: parseNumber('minutes', values.minutes, 1),
    seed: parseNumber('seed', values.seed, 0),
    nodes: parseNumber('nodes', values.nodes, 2),
    image: values.image,
    help: values.help,
  };
}
