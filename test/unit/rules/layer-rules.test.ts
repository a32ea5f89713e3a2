import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

type Files = Readonly<Record<string, string>>;

const { ruleSet } = await extractOptions(join(import.meta.dirname, '../../../.dependency-cruiser.mjs'));
const rules: readonly IForbiddenRuleType[] = ruleSet?.forbidden ?? [];
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bdl-layer-rules-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

/** Names of the rules that a small project with these files breaks. */
async function brokenRules(files: Files): Promise<readonly string[]> {
  const tree: Files = { 'package.json': '{ "name": "fixture", "devDependencies": { "a-tool": "1.0.0" } }', ...files };
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  const folders = ['src-main', 'src-renderer', 'scripts'].filter((name) =>
    Object.keys(tree).some((path) => path.startsWith(`${name}/`)),
  );
  const { output } = await cruise(folders, {
    ruleSet: { forbidden: [...rules] },
    validate: true,
    baseDir: dir,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  });
  // Without an output type, `cruise` answers with the result itself.
  const { summary } = output as ICruiseResult;
  return [...new Set(summary.violations.map((violation) => violation.rule.name))];
}

const empty = 'export const x = 1;';

/** A deliberate break of each rule; what it imports exists, so that no other rule speaks for it. */
const breaks: readonly (readonly [rule: string, files: Files])[] = [
  ['domain-is-pure', { 'src-main/domain/a.ts': "import 'node:fs';" }],
  ['domain-is-pure', { 'src-main/domain/a.ts': "import 'undici';" }],
  [
    'domain-is-pure',
    { 'src-main/domain/a.ts': "import type { x } from '../store/b.ts';", 'src-main/store/b.ts': empty },
  ],
  ['contract-is-pure', { 'src-main/contract/a.ts': "import 'node:path';" }],
  ['contract-is-pure', { 'src-main/contract/a.ts': "import '../labs/b.ts';", 'src-main/labs/b.ts': empty }],
  ['locales-is-pure', { 'src-main/locales/a.ts': "import 'node:os';" }],
  [
    'renderer-imports-only-shared-parts-of-main',
    { 'src-renderer/a.ts': "import '../src-main/labs/b.ts';", 'src-main/labs/b.ts': empty },
  ],
  [
    'main-never-imports-renderer',
    { 'src-main/labs/a.ts': "import '../../src-renderer/b.ts';", 'src-renderer/b.ts': empty },
  ],
  [
    'features-meet-at-their-index',
    {
      'src-renderer/features/lab/a.ts': "import '../images/model.ts';",
      'src-renderer/features/images/model.ts': empty,
    },
  ],
  ['only-process-spawns', { 'src-main/labs/a.ts': "import 'node:child_process';" }],
  ['only-process-spawns', { 'src-main/labs/a.ts': "import 'child_process';" }],
  ['only-process-spawns', { 'src-main/labs/a.ts': "import 'execa';" }],
  ['only-terminals-use-node-pty', { 'src-main/labs/a.ts': "import 'node-pty';" }],
  ['only-the-electron-shell-uses-electron', { 'src-main/labs/a.ts': "import 'electron';" }],
  ['only-the-electron-shell-uses-electron', { 'src-renderer/a.ts': "import 'electron';" }],
  [
    'drivers-never-import-each-other',
    { 'src-main/hypervisors/qemu/a.ts': "import '../fake/b.ts';", 'src-main/hypervisors/fake/b.ts': empty },
  ],
  [
    'only-compose-names-a-driver',
    { 'src-main/labs/a.ts': "import '../hypervisors/qemu/b.ts';", 'src-main/hypervisors/qemu/b.ts': empty },
  ],
  [
    'only-compose-names-a-driver',
    { 'src-main/hypervisors/detect.ts': "import './qemu/b.ts';", 'src-main/hypervisors/qemu/b.ts': empty },
  ],
  [
    'only-entries-and-shells-compose',
    { 'src-main/labs/a.ts': "import '../compose.ts';", 'src-main/compose.ts': empty },
  ],
  ['nobody-imports-an-entry', { 'src-main/compose.ts': "import './cli.ts';", 'src-main/cli.ts': empty }],
  [
    'no-cycles',
    {
      'src-main/labs/a.ts': "import type { B } from './b.ts'; export type A = B;",
      'src-main/labs/b.ts': "import type { A } from './a.ts'; export type B = A;",
    },
  ],
  ['no-test-code-in-source', { 'src-main/labs/a.ts': "import '../../test/fakes/b.ts';", 'test/fakes/b.ts': empty }],
  ['no-test-code-in-source', { 'src-main/labs/a.ts': "import 'vitest';" }],
  [
    'no-development-dependency-in-source',
    {
      'src-main/labs/a.ts': "import 'a-tool';",
      'node_modules/a-tool/package.json': '{ "name": "a-tool", "version": "1.0.0", "main": "index.js" }',
      'node_modules/a-tool/index.js': 'module.exports = 1;',
    },
  ],
  ['every-import-resolves', { 'src-main/labs/a.ts': "import './gone.ts';" }],
];

describe('the layer rules', () => {
  it.each(breaks)('refuse what breaks %s (%j)', async (rule, files) => {
    expect(await brokenRules(files)).toContain(rule);
  });

  it('each have a deliberate break here', () => {
    expect(new Set(breaks.map(([rule]) => rule))).toEqual(new Set(rules.map((rule) => rule.name)));
  });

  it('accept a project that keeps them', async () => {
    const files: Files = {
      'src-main/domain/a.ts': 'export interface A { readonly x: number }',
      'src-main/contract/b.ts': "import type { A } from '../domain/a.ts'; export type B = A;",
      'src-main/locales/c.ts': "import type { A } from '../domain/a.ts'; export type C = A;",
      'src-main/process/runner.ts': "import 'node:child_process';",
      'src-main/hypervisors/driver.ts': "import type { A } from '../domain/a.ts'; export type Driver = A;",
      'src-main/hypervisors/qemu/qemu-driver.ts': "import type { Driver } from '../driver.ts'; export type Q = Driver;",
      'src-main/compose.ts': "import './hypervisors/qemu/qemu-driver.ts'; import './process/runner.ts';",
      'src-main/cli.ts': "import './compose.ts';",
      'src-renderer/features/images/index.ts': "import '../../../src-main/contract/b.ts';",
      'src-renderer/features/lab/d.ts': "import '../images/index.ts';",
    };

    expect(await brokenRules(files)).toEqual([]);
  });
});
