import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { fileNameRule } from './scripts/lint-rules/file-name.mjs';

// The environment, the platform, the clock and randomness are read in the entries and in platform/ and passed on: code
// that gets them as parameters can be tested without a computer of that kind, that time or that luck.
const surroundings = 'Read it in an entry or in src-main/platform/ and pass it on as a parameter.';
const surroundingProperties = [
  ...['env', 'platform', 'arch', 'argv', 'cwd', 'hrtime'].map((property) => ({ object: 'process', property })),
  ...['platform', 'arch', 'homedir', 'tmpdir'].map((property) => ({ object: 'os', property })),
  ...['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'].map((property) => ({ object: 'crypto', property })),
  { object: 'Date', property: 'now' },
  { object: 'performance', property: 'now' },
  { object: 'Math', property: 'random' },
].map((restriction) => ({ ...restriction, message: surroundings }));
const surroundingImports = [
  { name: 'node:process', message: surroundings },
  { name: 'node:perf_hooks', message: surroundings },
  { name: 'node:os', importNames: ['platform', 'arch', 'homedir', 'tmpdir'], message: surroundings },
  {
    name: 'node:crypto',
    importNames: ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'webcrypto'],
    message: surroundings,
  },
];
const surroundingSyntax = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: surroundings },
  { selector: 'CallExpression[callee.name="Date"]', message: surroundings },
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere. Only configuration files of tools need a default.',
};
const noTopLevelArrow = {
  selector:
    ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator:not([id.typeAnnotation]) > ArrowFunctionExpression',
  message:
    'Declare it with `function`: it has a name in every stack trace, and order does not matter. Arrows are for callbacks.',
};
const everywhere = [noDefaultExport, noTopLevelArrow];
// `as const` and `as unknown` claim nothing.
const noCast = {
  selector: 'TSAsExpression:not([typeAnnotation.typeName.name="const"], [typeAnnotation.type="TSUnknownKeyword"])',
  message: 'Parse with a schema or a type guard instead of casting. Only files named parse-* may cast.',
};

const transports = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: 'Only src-renderer/api/ knows how the core is reached: browser mode and a window differ there alone.',
}));

export default defineConfig(
  { ignores: ['dist/', 'release/', 'node_modules/', 'test/fixtures/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    plugins: { local: { rules: { 'file-name': fileNameRule } } },
    rules: {
      'local/file-name': 'error',
      eqeqeq: 'error',
      'max-params': ['error', 3],
      'no-restricted-syntax': ['error', ...everywhere],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Brackets say that nobody promised the key.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // `void` does not excuse a promise that nobody waits for.
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // Code points are what the product counts in names.
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
      // What was caught as unknown is thrown on as it is.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      // `async` alone turns a throw into a rejection, which is what interfaces promise.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['src-main/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: surroundingImports }],
      'no-restricted-properties': ['error', ...surroundingProperties],
      'no-restricted-syntax': ['error', ...everywhere, noCast, ...surroundingSyntax],
    },
  },
  {
    files: ['src-main/**/parse-*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...surroundingSyntax] },
  },
  {
    files: ['src-main/{cli,index}.ts', 'src-main/platform/**/*.ts'],
    rules: {
      'no-restricted-imports': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': ['error', ...everywhere, noCast],
    },
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-globals': ['error', ...transports],
      'no-restricted-syntax': ['error', ...everywhere, noCast],
    },
  },
  {
    files: ['src-renderer/**/parse-*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    files: ['src-renderer/api/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // `expect.any` and its kin stand for values of every type.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    // One lab, one story: another file would need another lab, which costs minutes.
    files: ['test/real/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 450 }] },
  },
  {
    // What tools load must export a default.
    files: ['*.config.{ts,mjs}', '.dependency-cruiser.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
