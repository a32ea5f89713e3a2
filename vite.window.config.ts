import { defineConfig } from 'vite';
import main from './vite.config.ts';

/** The core behind a window and everything it needs, in a folder that is packed: no command line, no web server. */
export default defineConfig({
  ...main,
  // Electron brings itself.
  ssr: { ...main.ssr, external: ['electron', 'node-pty'] },
  build: {
    ...main.build,
    outDir: 'dist/window',
    rolldownOptions: { ...main.build?.rolldownOptions, input: { index: 'src-main/index.ts' } },
  },
});
