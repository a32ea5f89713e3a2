import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const projectDir = join(import.meta.dirname, '../../..');
const lab = 'src-main/labs/example.ts';
// Without types, which take seconds to gather; what needs them is tested in test/integration/typed-lint-rules.test.ts.
const eslint = new ESLint({
  cwd: projectDir,
  cache: false,
  overrideConfig: [
    { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
    tseslint.configs.disableTypeChecked,
  ],
});

async function rulesBrokenBy(code: string, path: string): Promise<readonly (string | null)[]> {
  const results = await eslint.lintText(code, { filePath: join(projectDir, path) });
  return results.flatMap((result) => result.messages.map((message) => message.ruleId ?? message.message));
}

describe('the lint rules', () => {
  it.each([
    ['no-restricted-properties', lab, 'export const home = process.env.HOME;'],
    ['no-restricted-properties', lab, 'export const { env } = process;'],
    ['no-restricted-properties', lab, "export const onWindows = process.platform === 'win32';"],
    ['no-restricted-properties', lab, 'export const now = Date.now();'],
    ['no-restricted-properties', lab, 'export const luck = Math.random();'],
    ['no-restricted-syntax', lab, 'export const now = new Date();'],
    ['no-restricted-imports', lab, "export { env } from 'node:process';"],
    ['no-restricted-imports', lab, "export { randomUUID } from 'node:crypto';"],
    ['no-restricted-syntax', lab, 'export default 1;'],
    ['no-restricted-syntax', lab, 'export const lab = JSON.parse("{}") as { name: string };'],
    ['@typescript-eslint/no-explicit-any', lab, 'export const x: any = 1;'],
    ['@typescript-eslint/no-non-null-assertion', lab, 'export function f(x?: number): number { return x!; }'],
    ['@typescript-eslint/explicit-module-boundary-types', lab, 'export function f() { return 1; }'],
    ['@typescript-eslint/consistent-type-imports', lab, "import { A } from './a.ts'; export type B = A;"],
    ['no-restricted-syntax', lab, 'export const f = () => 1;'],
    ['no-restricted-syntax', lab, 'const f = (): number => 1; f();'],
    ['max-params', lab, 'export function f(a: 1, b: 2, c: 3, d: 4): void { g(a, b, c, d); }'],
    ['max-lines', lab, 'export const x = 1;\n'.repeat(301)],
    ['max-lines-per-function', lab, `export function f(): void {\n${'g();\n'.repeat(61)}}`],
    ['no-console', lab, 'console.log(1);'],
    ['local/file-name', 'src-main/labs/exampleName.ts', 'export const x = 1;'],
  ])('report %s in %s (%j)', async (rule, path, code) => {
    expect(await rulesBrokenBy(code, path)).toContain(rule);
  });

  it.each([
    ['src-main/cli.ts', 'export const home = process.env.HOME;'],
    ['src-main/platform/example.ts', 'export function now(): number { return Date.now(); }'],
    ['src-main/hypervisors/qemu/parse-example.ts', 'export const info = JSON.parse("{}") as { name: string };'],
    [lab, 'export function atTime(ms: number): Date { return new Date(ms); }'],
    [lab, 'export function f(): () => number { const g = (): number => 1; return g; }'],
    [lab, 'export const f: () => number = () => 1;'],
    [lab, 'export const ids = ["a"] as const;'],
  ])('accept in %s: %s', async (path, code) => {
    expect(await rulesBrokenBy(code, path)).toEqual([]);
  });
});
