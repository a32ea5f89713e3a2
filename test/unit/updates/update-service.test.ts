import { Response } from 'undici';
import { describe, expect, it } from 'vitest';
import { createUpdateHandlers } from '../../../src-main/updates/update-service.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

const address = 'https://example.org/releases.json';
const call = { signal: new AbortController().signal };

function setUp(answer: () => Response) {
  const asked: string[] = [];
  const clock = createFakeClock();
  const fetch = (url: string): Promise<Response> => {
    asked.push(url);
    return Promise.resolve(answer());
  };
  return { asked, clock, look: createUpdateHandlers({ http: { fetch }, clock, version: '0.1.0' })['updates.look'] };
}

function listing(release: unknown): () => Response {
  return () => new Response(JSON.stringify(release));
}

describe('looking for a newer version', () => {
  it.each([
    ['our own form', { version: '0.2.0', url: 'https://example.org/new' }, 'https://example.org/new'],
    [
      'what GitHub answers',
      { tag_name: 'v0.2.0', html_url: 'https://github.com/a/b/releases/tag/v0.2.0', draft: false },
      'https://github.com/a/b/releases/tag/v0.2.0',
    ],
  ])('understands %s', async (_title, release, url) => {
    expect(await setUp(listing(release)).look({ address }, call)).toMatchObject({ kind: 'newer', url });
  });

  it('says nothing of an older one', async () => {
    const { look } = setUp(listing({ version: '0.1.0', url: 'https://example.org/new' }));

    expect(await look({ address }, call)).toEqual({ kind: 'none' });
  });

  it.each([
    ['no JSON', () => new Response('<html>')],
    ['a page that is no web page', listing({ version: '0.2.0', url: 'javascript:alert(1)' })],
    ['an error', () => new Response('', { status: 503 })],
    [
      'far too much, whatever it says',
      () => new Response(`{"version":"0.2.0","url":"https://example.org/new"}${' '.repeat(300 * 1024)}`),
    ],
  ])('refuses %s, with what was read', async (_title, answer) => {
    await expect(setUp(answer).look({ address }, call)).rejects.toMatchObject({ code: 'update-list-unusable' });
  });

  it('asks once in six hours', async () => {
    const { look, asked, clock } = setUp(listing({ version: '0.2.0', url: 'https://example.org/new' }));

    await look({ address }, call);
    await look({ address }, call);
    expect(asked).toHaveLength(1);
    clock.advance(7 * 60 * 60 * 1000);
    await look({ address }, call);

    expect(asked).toHaveLength(2);
  });
});
