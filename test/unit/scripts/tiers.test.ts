import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tiers } from '../../../scripts/test-tiers/tiers.ts';

const testDir = join(import.meta.dirname, '../..');

it('every test file belongs to exactly one tier', () => {
  const files = readdirSync(testDir, { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts'));
  const tiersOf = (path: string): readonly string[] =>
    tiers
      .filter(({ run }) => run !== 'checks' && run.files.some((beginning) => path.startsWith(beginning)))
      .map(({ name }) => name);

  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((path) => tiersOf(path).length !== 1)).toEqual([]);
});
