import { defineConfig, type Plugin } from 'vite';

const optionalNativeParts = /(?:^cpu-features$|\/sshcrypto\.node$)/;
const stubId = '\0absent-native-part';

/**
 * ssh2 works without its two compiled parts when asking for them throws. Left out on purpose, so that the built files
 * run on any computer with the same Node, whatever was compiled where they were built.
 */
function withoutOptionalNativeParts(): Plugin {
  return {
    name: 'without-optional-native-parts',
    enforce: 'pre',
    resolveId: (id) => (optionalNativeParts.test(id) ? stubId : null),
    load: (id) => (id === stubId ? "module.exports = undefined; throw new Error('left out of this build');" : null),
  };
}

/** Says that the files are modules wherever the folder is copied to. */
function withPackageJson(): Plugin {
  return {
    name: 'with-package-json',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
    },
  };
}

/** The command line and everything it needs in one folder: `dist/` and a Node of the pinned version run anywhere. */
export default defineConfig({
  // Packages written as CommonJS ask where they lie; only for parts this product does not use (Pageant, worker threads).
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  plugins: [withoutOptionalNativeParts(), withPackageJson()],
  // node-pty is compiled: it is loaded from node_modules when a terminal is opened, and everything else works without it.
  ssr: { noExternal: true, external: ['node-pty'], target: 'node' },
  build: {
    ssr: true,
    copyPublicDir: false,
    target: 'node24',
    outDir: 'dist/main',
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { cli: 'src-main/cli.ts' },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
