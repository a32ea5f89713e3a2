import { LabError } from '../../domain/failure.ts';

/** The largest request: a lab's spec has a few hundred bytes. */
const maxBodyKiB = 256;
export const maxBodyBytes = maxBodyKiB * 1024;

/** A person pastes nothing longer into a terminal. */
export const maxTerminalRequestBytes = 4 * 1024 * 1024;

/** The JSON a request carries. Throws `malformed-request`. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold secrets.
    throw malformedBody('not-json');
  }
}

export function malformedBody(reason: 'wrong-type' | 'wrong-encoding' | 'not-json'): LabError {
  return new LabError('malformed-request', `the body of the request: ${reason}`, { params: { reason } });
}

export function bodyTooLarge(): LabError {
  return new LabError('request-too-large', 'the body of the request is too large', { params: { maxKiB: maxBodyKiB } });
}
