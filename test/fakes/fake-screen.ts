import type { TerminalChannel } from '../../src-main/terminals/terminal-service.ts';

/** A screen that notes what reaches it: text in quotes, notices as they are, and `closed`. */
export interface FakeScreen extends TerminalChannel {
  readonly got: readonly unknown[];
  readonly text: () => string;
}

export function createFakeScreen(): FakeScreen {
  const got: unknown[] = [];
  return {
    got,
    text: () => got.filter((one) => typeof one === 'string').join(''),
    bytes: (bytes) => got.push(Buffer.from(bytes).toString('utf8')),
    notice: (notice) => got.push(notice),
    close: () => got.push({ type: 'closed' }),
  };
}
