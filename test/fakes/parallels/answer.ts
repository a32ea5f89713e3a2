/** What a program left. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A refusal with the words of the real program; thrown within a command. */
export class Refusal extends Error {}

export function said(stdout: string): Answer {
  return { exitCode: 0, stdout, stderr: '' };
}

export function refused(stderr: string): Answer {
  return { exitCode: 255, stdout: '', stderr: `${stderr}\n` };
}

/** The value behind an option, or undefined. */
export function option(args: readonly string[], ...names: readonly string[]): string | undefined {
  const index = args.findIndex((argument) => names.includes(argument));
  return index === -1 ? undefined : args[index + 1];
}

/** prlctl knows its options and refuses others. */
export function requireKnown(args: readonly string[], known: readonly string[]): void {
  const strange = args.find((argument) => argument.startsWith('--') && !known.includes(argument));
  if (strange !== undefined) throw new Refusal(`Unrecognized option: ${strange}`);
}
