import type { Answer } from './answer.ts';

/**
 * How a call goes wrong. `fails`: nothing done, words on stderr; `fails-late`: done, and it says otherwise; `hangs`: nothing
 * done, no answer; `hangs-late`: done, no answer; `rubbish`: nothing done, and it ends well with nonsense; `mute`: done, and it
 * says nothing; `noisy`: done, with other text first.
 */
export const faultModes = ['fails', 'fails-late', 'hangs', 'hangs-late', 'rubbish', 'mute', 'noisy'] as const;
export type FaultMode = (typeof faultModes)[number];

export interface Fault {
  /** The call as one line: `prlctl set <id> --cpus 2`. */
  readonly matches: (line: string) => boolean;
  readonly mode: FaultMode;
  /** Default: for ever. */
  readonly times?: number;
  /** What it says when it fails. */
  readonly words?: string;
}

const someWords = 'Operation failed. Unknown error (0x80000009)';

/** What the caller gets: an answer, or none at all. */
export type Outcome = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'silence' };

/** Carries out a call the way the fault wants it. */
export function carryOut({ mode, words = someWords }: Fault, perform: () => Answer): Outcome {
  switch (mode) {
    case 'fails':
      return { kind: 'answer', answer: { exitCode: 255, stdout: '', stderr: `${words}\n` } };
    case 'fails-late':
      perform();
      return { kind: 'answer', answer: { exitCode: 255, stdout: '', stderr: `${words}\n` } };
    case 'hangs':
      return { kind: 'silence' };
    case 'hangs-late':
      perform();
      return { kind: 'silence' };
    case 'rubbish':
      return { kind: 'answer', answer: { exitCode: 0, stdout: '\u0000\u0007{[ %s (null)\n', stderr: '' } };
    case 'mute':
      return { kind: 'answer', answer: { ...perform(), stdout: '' } };
    case 'noisy': {
      const answer = perform();
      const first = 'This feature is not available in this edition of Parallels Desktop. \n[notice] {update}\n';
      return { kind: 'answer', answer: { ...answer, stdout: `${first}${answer.stdout}` } };
    }
  }
}
