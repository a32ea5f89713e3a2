import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { Files, Written } from './model.ts';

const run = promisify(execFile);
const timeoutMs = 180_000;
const userFile = 'user-data';
const userBytes = 65_536;

/** What a guest says of itself. */
export interface GuestContent {
  readonly files: Files;
  readonly memory: string | null;
}

async function ssh(sshConfig: string, node: string, command: string): Promise<string> {
  const options = ['-o', 'ConnectTimeout=60', '-o', 'BatchMode=yes'];
  const { stdout } = await run('ssh', ['-F', sshConfig, ...options, node, command], { timeout: timeoutMs });
  return stdout;
}

/** Reads back what lies in the home of a node's user, synced, and the word in its memory. */
export async function readGuest(sshConfig: string, node: string): Promise<GuestContent> {
  const script =
    'sync; cat /dev/shm/soak 2> /dev/null; echo; cd; for f in *; do [ -f "$f" ] && sha256sum "$f"; done; true';
  const [memory = '', ...lines] = (await ssh(sshConfig, node, script)).split('\n');
  const files = lines.filter((line) => line !== '').map((line) => [line.slice(66), line.slice(0, 64)] as const);
  return { files: Object.fromEntries(files), memory: memory === '' ? null : memory };
}

/** Writes a file of known content, synced, and the word into the memory. */
export async function writeGuest(sshConfig: string, node: string, word: string): Promise<Written> {
  const content = `${word}\n`.repeat(Math.ceil(userBytes / (word.length + 1))).slice(0, userBytes);
  await ssh(
    sshConfig,
    node,
    `printf %s ${word} > /dev/shm/soak; yes ${word} | head -c ${userBytes} > ${userFile}; sync`,
  );
  return { file: userFile, digest: createHash('sha256').update(content).digest('hex'), memory: word };
}

/** Asks one node for another by its name over the lab's network. */
export async function reaches(sshConfig: string, node: string, peer: string): Promise<boolean> {
  const answer = await ssh(sshConfig, node, `ping -c 3 -W 10 ${peer} > /dev/null && echo yes || echo no`);
  return answer.trim() === 'yes';
}
