/** Matches an npm package whether or not it is installed. */
function packages(...names) {
  return names.map((name) => `(?:^|node_modules/)${name.replaceAll('.', '\\.')}(?:/|$)`);
}

/** A folder of pure code: it imports itself, what is listed, and nothing else; no Node, no I/O, no other folder. */
function pure(folder, { folders = [], npm = [] }) {
  return {
    name: `${folder}-is-pure`,
    severity: 'error',
    from: { path: `^src-main/${folder}/` },
    to: { pathNot: [...[folder, ...folders].map((name) => `^src-main/${name}/`), ...packages(...npm)] },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // These three are shared with the screen and tested without a computer around them: what reads a file or a clock
    // in them would not run in a page, and would make every test of a rule a test of a machine.
    pure('domain', { npm: ['zod', 'ipaddr.js'] }),
    pure('contract', { folders: ['domain'], npm: ['zod'] }),
    pure('locales', { folders: ['domain', 'contract'], npm: ['i18next'] }),
    {
      // The screen knows the contract, the words and the shapes; everything else of main would pull Node into a page.
      name: 'renderer-imports-only-shared-parts-of-main',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-main/', pathNot: '^src-main/(?:contract|domain|locales)/' },
    },
    {
      // Main runs without a screen: command line, browser mode and window are equals on top of it.
      name: 'main-never-imports-renderer',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
    {
      // Features that reach into each other cannot be changed or removed alone.
      name: 'features-meet-at-their-index',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/[^/]+/', pathNot: ['^src-renderer/features/$1/', '/index\\.tsx?$'] },
    },
    {
      // Time limits, UTF-8, redaction, typed failures and the record of what ran hold because there is one place.
      name: 'only-process-spawns',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/process/' },
      to: { path: ['^(?:node:)?child_process$', ...packages('execa', 'cross-spawn')] },
    },
    {
      // A compiled part with its own build trouble: one folder may know it.
      name: 'only-terminals-use-node-pty',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/terminals/' },
      to: { path: packages('node-pty') },
    },
    {
      // The command line and browser mode run where Electron is not installed.
      name: 'only-the-electron-shell-uses-electron',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/(?:index\\.ts$|shells/electron/)' },
      to: { path: packages('electron') },
    },
    {
      // A driver is one folder that can be added, read and deleted alone; what two share belongs beside driver.ts.
      name: 'drivers-never-import-each-other',
      severity: 'error',
      from: { path: '^src-main/hypervisors/([^/]+)/' },
      to: { path: '^src-main/hypervisors/[^/]+/', pathNot: '^src-main/hypervisors/$1/' },
    },
    {
      // Everybody else speaks to driver.ts, so that a new hypervisor is one folder and one line of wiring.
      name: 'only-compose-names-a-driver',
      severity: 'error',
      from: { path: '^src-main/', pathNot: ['^src-main/compose\\.ts$', '^src-main/hypervisors/[^/]+/'] },
      to: { path: '^src-main/hypervisors/[^/]+/' },
    },
    {
      // Services get their collaborators as parameters; whoever fetches them from the root cannot be tested alone.
      name: 'only-entries-and-shells-compose',
      severity: 'error',
      from: { path: '^src-main/', pathNot: ['^src-main/(?:cli|index)\\.ts$', '^src-main/shells/'] },
      to: { path: '^src-main/compose\\.ts$' },
    },
    {
      // An entry runs when it is imported.
      name: 'nobody-imports-an-entry',
      severity: 'error',
      from: {},
      to: { path: '^src-main/(?:cli|index)\\.ts$' },
    },
    {
      // Two files that need each other are one file, or hide a third; type-only imports count.
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src-' },
      to: { circular: true },
    },
    {
      // What tests need is not shipped.
      name: 'no-test-code-in-source',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: ['^test/', '\\.test\\.tsx?$', ...packages('vitest', 'fast-check', '@playwright')] },
    },
    {
      // Development dependencies are absent where the product runs; Electron is what it runs in there.
      name: 'no-development-dependency-in-source',
      severity: 'error',
      from: { path: '^src-main/' },
      to: {
        pathNot: packages('electron'),
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      // An import that leads nowhere escapes every rule above.
      name: 'every-import-resolves',
      severity: 'error',
      from: { path: '^src-' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types are dependencies too: a pure file that names the type of an impure one is not pure.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
