import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const projectDir = join(import.meta.dirname, '../..');
const example = 'src-main/labs/example.ts';
const eslint = new ESLint({
  cwd: projectDir,
  cache: false,
  overrideConfig: {
    files: ['**/*.ts'],
    // The example is no file of the project; named here, it is given types all the same.
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: [example] } } },
  },
});

describe('the lint rules that need types', () => {
  it.each([
    ['@typescript-eslint/no-floating-promises', 'export function f(work: Promise<void>): void { work; }'],
    ['@typescript-eslint/no-floating-promises', 'export function f(work: Promise<void>): void { void work; }'],
    ['@typescript-eslint/no-unsafe-assignment', 'export const lab: { name: string } = JSON.parse("{}");'],
    ['@typescript-eslint/no-unsafe-return', 'export function f(): string { return JSON.parse("{}"); }'],
    [
      '@typescript-eslint/switch-exhaustiveness-check',
      'export function f(x: "a" | "b"): number { switch (x) { case "a": return 1; } return 2; }',
    ],
  ])('report %s (%j)', async (rule, code) => {
    const [result] = await eslint.lintText(code, { filePath: join(projectDir, example) });

    expect(result?.messages.map((message) => message.ruleId ?? message.message)).toContain(rule);
  });
});
