import { useRef, useState } from 'react';
import type { TransferReceipt } from '../../src-main/contract/file-views.ts';
import { useClient } from './api-context.tsx';

/** A file on its way, or what became of it. */
export interface SentFile {
  readonly key: number;
  readonly name: string;
  readonly state: 'sending' | 'ended' | 'failed';
  /** Null until it ended. */
  readonly receipt: TransferReceipt | null;
  readonly error: unknown;
}

export interface FileSender {
  /** Newest first. */
  readonly sent: readonly SentFile[];
  /** Sends files one after another: a lab does one thing at a time. */
  readonly send: (files: readonly File[], nodes: readonly string[]) => void;
  readonly dismiss: (key: number) => void;
}

/** Sends files to nodes of a lab. What is on its way goes on when another part of the page is shown. */
export function useSendFile(lab: string): FileSender {
  const { sendFile } = useClient();
  const [sent, setSent] = useState<readonly SentFile[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const lastKey = useRef(0);

  async function sendOne(key: number, sending: Parameters<typeof sendFile>[0]): Promise<void> {
    const end = (change: Partial<SentFile>): void => {
      setSent((known) => known.map((one) => (one.key === key ? { ...one, ...change } : one)));
    };
    try {
      end({ state: 'ended', receipt: await sendFile(sending) });
    } catch (error) {
      end({ state: 'failed', error });
    }
  }
  return {
    sent,
    send: (files, nodes) => {
      const { signal } = new AbortController();
      for (const file of files) {
        lastKey.current += 1;
        const key = lastKey.current;
        setSent((known) => [{ key, name: file.name, state: 'sending', receipt: null, error: null }, ...known]);
        queue.current = queue.current.then(() => sendOne(key, { lab, nodes, file, signal }));
      }
    },
    dismiss: (key) => {
      setSent((known) => known.filter((one) => one.key !== key));
    },
  };
}
