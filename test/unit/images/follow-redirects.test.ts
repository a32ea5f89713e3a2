import { Response } from 'undici';
import { describe, expect, test } from 'vitest';

import { followRedirects } from '../../../src-main/images/follow-redirects.ts';

const start = 'https://cloud-images.example/release/image.img';

/** Servers that answer the first request with this location, and all others with a file. */
function serversThatLeadTo(location: string): { readonly asked: string[]; ask: (url: string) => Promise<Response> } {
  const asked: string[] = [];
  return {
    asked,
    ask: (url) => {
      asked.push(url);
      const isFirst = asked.length === 1;
      return Promise.resolve(new Response(null, isFirst ? { status: 302, headers: { location } } : { status: 200 }));
    },
  };
}

describe('a redirect', () => {
  test.each([
    [start, 'https://mirror.example/image.img', 'https://mirror.example/image.img'],
    [start, '/other.img', 'https://cloud-images.example/other.img'],
    [start, '//mirror.example/image.img', 'https://mirror.example/image.img'],
    ['http://lists.example/', 'http://mirror.example/', 'http://mirror.example/'],
    ['http://lists.example/', 'https://mirror.example/', 'https://mirror.example/'],
  ])('from %s to %s is followed', async (url, location, next) => {
    const servers = serversThatLeadTo(location);

    expect((await followRedirects(url, servers.ask)).status).toBe(200);
    expect(servers.asked).toEqual([url, next]);
  });

  test.each([
    [start, 'http://cloud-images.example/release/image.img'],
    [start, 'HTTP://mirror.example/image.img'],
    [start, 'ftp://mirror.example/image.img'],
    [start, 'file:///etc/passwd'],
    [start, 'data:,image'],
    [start, 'https://'],
    ['http://lists.example/', 'file:///etc/passwd'],
  ])('from %s to %s is refused, and nobody is asked', async (url, location) => {
    const servers = serversThatLeadTo(location);

    await expect(followRedirects(url, servers.ask)).rejects.toThrow('refused');
    expect(servers.asked).toEqual([url]);
  });
});
