import { readKey } from 'openpgp';
import { Response } from 'undici';
import { describe, expect, test } from 'vitest';

import { catalogue } from '../../../src-main/images/catalogue.ts';
import { ubuntuCloudImageKey } from '../../../src-main/images/publisher-key.ts';
import { assertSigned, findLatest, parseSums } from '../../../src-main/images/refresh.ts';
import { createFakePublisher } from '../../fakes/fake-publisher.ts';

const sums = new TextEncoder().encode(`${'a'.repeat(64)} *ubuntu-24.04-server-cloudimg-amd64.img\n`);

describe('assertSigned', () => {
  test('accepts a binary and an armored signature by the key', async () => {
    const { key, signBinary, signArmored } = await createFakePublisher();

    await expect(assertSigned(sums, await signBinary(sums), { imageId: 'ubuntu-24.04', key })).resolves.toBeUndefined();
    await expect(
      assertSigned(sums, await signArmored(sums), { imageId: 'ubuntu-24.04', key }),
    ).resolves.toBeUndefined();
  });

  test('refuses a list that was changed by one letter', async () => {
    const { key, signBinary } = await createFakePublisher();
    const signature = await signBinary(sums);
    const changed = Uint8Array.from(sums);
    changed[0] = 'b'.charCodeAt(0);

    await expect(assertSigned(changed, signature, { imageId: 'ubuntu-24.04', key })).rejects.toMatchObject({
      code: 'signature-invalid',
      params: { image: 'ubuntu-24.04' },
    });
  });

  test('refuses a good signature by somebody else', async () => {
    const { key } = await createFakePublisher();
    const stranger = await createFakePublisher();

    await expect(
      assertSigned(sums, await stranger.signBinary(sums), { imageId: 'ubuntu-24.04', key }),
    ).rejects.toMatchObject({ code: 'signature-invalid' });
  });

  test('refuses a key that does not have the published fingerprint', async () => {
    const { key, signBinary } = await createFakePublisher();
    const other = { ...key, fingerprint: ubuntuCloudImageKey.fingerprint };

    await expect(assertSigned(sums, await signBinary(sums), { imageId: 'x', key: other })).rejects.toMatchObject({
      code: 'signature-invalid',
    });
  });

  test.each([
    ['nothing', ''],
    ['a web page', '<html>Not found</html>'],
    ['an empty armor', '-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n'],
  ])('refuses %s in place of a signature', async (_, text) => {
    const { key } = await createFakePublisher();

    await expect(
      assertSigned(sums, new TextEncoder().encode(text), { imageId: 'ubuntu-24.04', key }),
    ).rejects.toMatchObject({ code: 'signature-invalid' });
  });
});

describe('findLatest', () => {
  const [entry] = catalogue;

  test('reads no further in a list without an end', async () => {
    if (entry === undefined) throw new Error('an empty catalogue');
    const { key } = await createFakePublisher();
    let sent = 0;
    const endless = (): ReadableStream =>
      new ReadableStream({
        pull: (controller) => {
          sent += 1;
          // An end, so that a reader without a limit comes to it.
          if (sent > 1000) controller.close();
          else controller.enqueue(new Uint8Array(16 * 1024));
        },
      });
    const http = { fetch: () => Promise.resolve(new Response(endless())), close: () => Promise.resolve() };

    await expect(findLatest(entry, 'amd64', { http, key, signal: new AbortController().signal })).rejects.toMatchObject(
      { code: 'image-unreachable' },
    );

    expect(sent).toBeLessThan(20);
  });
});

describe('the key of the publisher', () => {
  test('has the fingerprint that Canonical publishes, and its own valid signature', async () => {
    const key = await readKey({ armoredKey: ubuntuCloudImageKey.armored });

    expect(key.getFingerprint().toUpperCase()).toBe('D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81');
    expect(ubuntuCloudImageKey.fingerprint).toBe('D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81');
    expect(key.getUserIDs()).toEqual(['UEC Image Automatic Signing Key <cdimage@ubuntu.com>']);
    expect(key.isPrivate()).toBe(false);
  });
});

describe('parseSums', () => {
  test('reads both marks of sha256sum and leaves out what is no line of it', () => {
    const text = `${'1'.repeat(64)} *a.img\r\n${'2'.repeat(64)}  b c.img\n# comment\n${'3'.repeat(63)} *short.img\n\n`;

    expect([...parseSums(text)]).toEqual([
      ['a.img', '1'.repeat(64)],
      ['b c.img', '2'.repeat(64)],
    ]);
  });
});

describe('the catalogue', () => {
  test.each(catalogue.flatMap((entry) => Object.entries(entry.files).map(([cpu, file]) => ({ entry, cpu, file }))))(
    'names $file.fileName with its digest on a server that is asked over TLS',
    ({ entry, cpu, file }) => {
      expect(file.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(file.fileName).toContain(cpu);
      for (const folder of [...file.folders, entry.latestFolder]) expect(new URL(folder).protocol).toBe('https:');
    },
  );

  test('has no two files with one digest', () => {
    const digests = catalogue.flatMap(({ files }) => Object.values(files).map(({ digest }) => digest));

    expect(new Set(digests).size).toBe(digests.length);
  });
});
