import type { ErrorCode, FailureParams } from '../domain/failure.ts';

/** A text by which a failure of a tool is known. Named groups of the pattern become params of the error. */
export interface KnownText {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
}

/** What a tool's output was recognised as. */
export interface Recognised {
  readonly code: ErrorCode;
  readonly params: FailureParams;
}

/**
 * The output as it came, with line breaks as blanks, and without them: a text that was wrapped on its way (at blanks or in the
 * middle of a word) is found all the same.
 */
function readings(output: string): readonly string[] {
  const lines = output.split(/\r?\n/);
  const wrapped = lines.map((line) => line.trim()).filter((line) => line !== '');
  return [output, wrapped.join(' '), lines.join('')];
}

/** The first text of the list that occurs in the output; null when none does: then nothing is known of the cause. */
export function recognise(texts: readonly KnownText[], output: string): Recognised | null {
  const read = readings(output);
  for (const { pattern, code } of texts) {
    for (const text of read) {
      const match = pattern.exec(text);
      if (match !== null) return { code, params: given(match.groups ?? {}) };
    }
  }
  return null;
}

function given(groups: Readonly<Record<string, string | undefined>>): FailureParams {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) if (value !== undefined) params[name] = value;
  return params;
}
