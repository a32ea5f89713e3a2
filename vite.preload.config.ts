import { defineConfig } from 'vite';

/** The script that runs before the page of a window. In a sandbox it is one file of CommonJS, and finds nothing but Electron. */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron'], target: 'node' },
  build: {
    ssr: true,
    copyPublicDir: false,
    target: 'node24',
    outDir: 'dist/preload',
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: { preload: 'src-main/shells/electron/preload.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});
