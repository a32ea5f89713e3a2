import { open, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SupportBundle } from '../contract/support-views.ts';
import type { ApiHandlers } from '../contract/methods.ts';
import { LabError } from '../domain/failure.ts';
import { withoutSecrets, type SecretKnowledge } from '../domain/without-secrets.ts';
import type { PersonalPlaces } from '../domain/without-personal.ts';
import { isMissingFile } from '../store/file-error.ts';
import { listFolders } from '../store/list-folders.ts';
import { unlessMissing } from '../store/unless-missing.ts';
import { describeFailure } from '../operations/describe-failure.ts';
import type { LabDeps } from './context.ts';

const kibBytes = 1024;
/** Everything together: to be read by a person, and to go through a mail. */
const largestBytes = 1536 * kibBytes;

/** What may be read, by the end of its name, and how much of its end. Whatever is not named here is not read: keys, passwords, seeds. */
const readable: readonly { readonly pattern: RegExp; readonly kind: SectionKind; readonly tailBytes: number }[] = [
  { pattern: /^logs\/[\w.-]+$/, kind: 'log', tailBytes: 192 * kibBytes },
  { pattern: /^(?:settings|hypervisor-trials|forecast)\.json$/, kind: 'record', tailBytes: 32 * kibBytes },
  { pattern: /^labs\/[^/]+\/lab\.json$/, kind: 'record', tailBytes: 64 * kibBytes },
  { pattern: /^bases\/[^/]+\/base\.json$/, kind: 'record', tailBytes: 16 * kibBytes },
  { pattern: /^labs\/[^/]+\/journal\.jsonl$/, kind: 'journal', tailBytes: 96 * kibBytes },
  {
    pattern: /^(?:labs|bases|trial)\/.*\/(?:VBox\.log|qemu\.log|hub\.log)$/,
    kind: 'hypervisor',
    tailBytes: 32 * kibBytes,
  },
  { pattern: /^(?:labs|bases)\/.*\/serial\.log$/, kind: 'serial', tailBytes: 24 * kibBytes },
];

type SectionKind = SupportBundle['sections'][number]['kind'];

export interface SupportDeps extends Pick<LabDeps, 'paths' | 'clock'> {
  readonly version: string;
  readonly runtime: string;
  readonly personal: PersonalPlaces['personal'];
  readonly ask: Pick<ApiHandlers, 'host.check' | 'data.inspect' | 'data.room'>;
}

/** One text for whoever helps: what happened here, without what is nobody's business. Reads only; sends nothing anywhere. */
export function createSupportHandlers(deps: SupportDeps): Pick<ApiHandlers, 'support.bundle'> {
  return {
    'support.bundle': async (_request, { signal }) => {
      const { paths, clock, personal } = deps;
      const knowledge: SecretKnowledge = {
        dataDir: paths.dataDir,
        personal,
        known: await readKnownSecrets(paths),
      };
      const facts = await readFacts(deps, signal);
      const files = await readFiles(paths.dataDir);
      const clean = ({ title, text, kind }: Section): Section => ({
        kind,
        title: withoutSecrets(title, knowledge),
        text: withoutSecrets(text, knowledge),
      });
      const bounded = bound([...facts, ...files].map(clean));
      return { createdAt: new Date(clock.now()).toISOString(), version: deps.version, ...bounded };
    },
  };
}

type Section = SupportBundle['sections'][number];

/** The first ones stay whole; what no longer fits is named. */
function bound(sections: readonly Section[]): Pick<SupportBundle, 'sections' | 'leftOut'> {
  let bytes = 0;
  const kept: Section[] = [];
  const leftOut: string[] = [];
  for (const section of sections) {
    bytes += Buffer.byteLength(section.text);
    if (bytes <= largestBytes) kept.push(section);
    else leftOut.push(section.title);
  }
  return { sections: kept, leftOut };
}

async function readFacts({ ask, runtime }: SupportDeps, signal: AbortSignal): Promise<readonly Section[]> {
  const question = async (title: string, work: () => Promise<unknown>): Promise<Section> => ({
    kind: 'facts',
    title,
    text: JSON.stringify(await orFailure(work), null, 2),
  });
  return [
    { kind: 'facts', title: 'runtime', text: runtime },
    await question('check', () => ask['host.check']({}, { signal })),
    await question('data', () => ask['data.inspect']({}, { signal })),
    await question('room', () => ask['data.room']({}, { signal })),
  ];
}

/** What does not answer is itself worth telling. */
async function orFailure(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError) return { failure: describeFailure(error) };
    throw error;
  }
}

async function readFiles(dataDir: string): Promise<readonly Section[]> {
  const paths = await listReadable(dataDir, dataDir);
  const found = await Promise.all(
    paths.map(async (path): Promise<readonly Section[]> => {
      const title = toTitle(dataDir, path);
      const rule = readable.find(({ pattern }) => pattern.test(title));
      if (rule === undefined) return [];
      return [{ kind: rule.kind, title, text: await readTail(path, rule.tailBytes) }];
    }),
  );
  const order = readable.map(({ kind }) => kind);
  return found.flat().toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.title < b.title ? -1 : 1));
}

function toTitle(dataDir: string, path: string): string {
  return relative(dataDir, path).split(sep).join('/');
}

/** Never into what is not ours to show: the trash, keys, images, the profile of the window. */
const closedFolders = new Set(['trash', 'ssh', 'images', 'shared', 'window', 'Snapshots']);

async function listReadable(dataDir: string, dir: string): Promise<readonly string[]> {
  const entries = await unlessMissing(readdir(dir, { withFileTypes: true }), []);
  // A link may lead anywhere.
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(dir, name));
  const folders = (await listFolders(dir)).filter((name) => !closedFolders.has(name));
  const below = await Promise.all(folders.map((name) => listReadable(dataDir, join(dir, name))));
  return [
    ...files.filter((path) => readable.some(({ pattern }) => pattern.test(toTitle(dataDir, path)))),
    ...below.flat(),
  ];
}

/** The end of a file from a whole line on: half a line might hold half a secret that nobody recognises. */
async function readTail(path: string, tailBytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - tailBytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, tailBytes)), 0, undefined, start);
      const text = buffer.toString('utf8', 0, bytesRead);
      return printable(start === 0 ? text : text.slice(text.indexOf('\n') + 1));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error)) return '';
    throw error;
  }
}

/** Guests write what they like: nothing of it may move the cursor of whoever reads this in a terminal. */
function printable(text: string): string {
  return text.replaceAll(/\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}

/** Passwords that still lie here, so that they are found wherever else they may stand. */
async function readKnownSecrets({ labsDir, draftPasswordFile }: LabDeps['paths']): Promise<readonly string[]> {
  const labs = await listFolders(labsDir);
  const files = labs.flatMap((lab) => ['password', 'password.hash'].map((name) => join(labsDir, lab, 'ssh', name)));
  const texts = await Promise.all(
    [...files, draftPasswordFile].map((path) => unlessMissing(readFile(path, 'utf8'), '')),
  );
  const draft = /"password"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(texts.at(-1) ?? '')?.[1];
  const chosen: unknown = draft === undefined ? '' : JSON.parse(draft);
  return [...texts.slice(0, -1).map((text) => text.trim()), String(chosen)].filter((secret) => secret !== '');
}
