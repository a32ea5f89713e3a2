import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { screenMethods } from '../../../src-main/contract/app-methods.ts';
import { unlessMissing } from '../../../src-main/store/unless-missing.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { openWholeApp, type WholeApp } from '../../fakes/whole-app.ts';
import { chosenPassword, liveThrough } from '../../fakes/whole-life.ts';
import { sendRaw } from './set-up.ts';

/** Something nobody is told, and the files that are there to keep it. */
interface Secret {
  readonly what: string;
  readonly value: string;
  readonly keptIn: RegExp;
}

async function filesBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The lines of a key that are its own: the first one is the same for every key of this kind. */
function keyLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => /^[\w+/]{50,}=*$/.test(line))
    .slice(1);
}

/** Nobody else's hand is in them. */
const seeds = /\/seed\.iso$/;

function secretsOf(path: string, text: string): readonly Secret[] {
  const value = text.trim();
  // Gone since the folder was read.
  if (value === '') return [];
  if (path.endsWith('/ssh/id_ed25519'))
    return keyLines(text).map((line) => ({ what: `key of ${path}`, value: line, keptIn: /\/ssh\/id_ed25519$/ }));
  const [, node] = /\/host_keys\/([^/.]+)$/.exec(path) ?? [];
  if (node !== undefined) {
    const keptIn = new RegExp(String.raw`/(?:ssh/host_keys/${node}|nodes/${node}/seed\.iso)$`);
    return keyLines(text).map((line) => ({ what: `host key of ${node}`, value: line, keptIn }));
  }
  if (path.endsWith('/ssh/password')) return [{ what: 'made-up password', value, keptIn: /\/ssh\/password$/ }];
  if (path.endsWith('/ssh/password.hash'))
    return [{ what: 'hash', value, keptIn: new RegExp(String.raw`/ssh/password\.hash$|${seeds.source}`) }];
  return [];
}

/** Every secret of every lab there is. */
async function collectSecrets({ paths }: WholeApp): Promise<readonly Secret[]> {
  const found = (await filesBelow(paths.labsDir)).map(async (path) =>
    secretsOf(path, await unlessMissing(readFile(path, 'utf8'), '')),
  );
  return (await Promise.all(found)).flat();
}

/** A text as it may stand in logs, addresses, JSON, and JSON within JSON. */
function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const forms = [value, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(value), encodeURI(value)];
  return [...new Set([...forms, Buffer.from(value).toString('base64'), Buffer.from(value).toString('hex')])];
}

function holds(text: string, { value }: Secret): boolean {
  return formsOf(value).some((form) => text.includes(form));
}

/** Where secrets are that must not be there: files, and all that left the core. */
async function leaksOf({ paths, heard, rootDir }: WholeApp, secrets: readonly Secret[]): Promise<readonly string[]> {
  const files = await Promise.all(
    [...(await filesBelow(paths.dataDir)), join(rootDir, 'support.txt')].map(async (path) => ({
      where: relative(rootDir, path),
      text: await unlessMissing(readFile(path, 'utf8'), ''),
    })),
  );
  const told = heard.filter(({ where }) => where !== 'answer: lab.password');
  return [...files, ...told].flatMap(({ where, text }) =>
    secrets
      .filter((secret) => !secret.keptIn.test(`/${where}`) && holds(text, secret))
      .map(({ what }) => `${what}: ${where}`),
  );
}

async function openApp(): Promise<{ readonly app: WholeApp; readonly own: readonly Secret[] }> {
  const app = await openWholeApp(await createTestDir());
  onTestFinished(app.close);
  const { origin, port, searchParams } = new URL(app.server.startUrl);
  const signedIn = await sendRaw(Number(port), { path: app.server.startUrl.slice(origin.length) });
  const cookie = signedIn.headers['set-cookie']?.[0]?.split(/[=;]/)[1] ?? '';
  // Refused, and logged: with the token where it does not belong, and with the cookie from elsewhere.
  const headers = { cookie: String(signedIn.headers['set-cookie']?.[0]), origin: 'http://evil.example' };
  await sendRaw(Number(port), {
    method: 'POST',
    path: `/api/app.info?token=${searchParams.get('token') ?? ''}`,
    headers,
  });
  const nowhere = /^never$/;
  return {
    app,
    own: [
      { what: 'token', value: searchParams.get('token') ?? '', keptIn: nowhere },
      { what: 'cookie', value: cookie, keptIn: nowhere },
      { what: 'chosen password', value: chosenPassword, keptIn: /^\/data\/draft-password\.json$/ },
    ],
  };
}

describe('secrets', () => {
  it('stay where they are kept, through every operation: in no log, journal, program, answer, event or support text', async () => {
    const { app, own } = await openApp();
    const known = new Map(own.map((secret) => [secret.value, secret]));
    const leaks = new Set<string>();

    await liveThrough(app, async () => {
      for (const secret of await collectSecrets(app)) known.set(secret.value, secret);
      for (const leak of await leaksOf(app, [...known.values()])) leaks.add(leak);
    });

    expect([...leaks]).toEqual([]);
    const kinds = [...known.values()].map(({ what, value }) => [what.replace(/ of .*/, ''), value.length > 8] as const);
    // What was looked for was there: otherwise nothing would be found in a world without secrets.
    expect(new Set(kinds.map(([kind]) => kind))).toEqual(
      new Set(['token', 'cookie', 'chosen password', 'key', 'host key', 'made-up password', 'hash']),
    );
    expect(kinds.every(([, isLong]) => isLong)).toBe(true);
    expect(app.called.size).toBe(Object.keys(screenMethods).length);
    const places = new Set(app.heard.map(({ where }) => where.split(':')[0]));
    expect([...places]).toEqual(
      expect.arrayContaining(['hypervisor', 'program', 'answer', 'event', 'program in a terminal']),
    );
    expect(await readFile(app.paths.logFile, 'utf8')).toContain('a request was refused');
  });

  it('made-up passwords are told once, to who asks for them', async () => {
    const { app } = await openApp();
    await app.bdl('up', '--name', 'Labor', '--nodes', '1');
    const [made] = (await collectSecrets(app)).filter(({ what }) => what === 'made-up password');

    expect(await app.call('lab.password', { lab: 'Labor' })).toEqual({ user: 'pi', password: made?.value });
    expect(await app.call('lab.password', { lab: 'Labor' })).toEqual({ user: 'pi', password: null });
  });
});
