import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { xtermUnderPolicy } from './scripts/lib/xterm-under-policy.ts';

/** The screen, as files that any shell can serve: the browser mode and the window. */
export default defineConfig({
  root: 'src-renderer',
  // Relative, so that the files work below any address.
  base: './',
  plugins: [react(), xtermUnderPolicy()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    // The content security policy forbids data addresses for scripts and fonts; one rule for all of them.
    assetsInlineLimit: 0,
    // Kilobytes, unpacked: nothing travels over a network. What counts is the first view, which a test in test/e2e weighs.
    chunkSizeWarningLimit: 2000,
  },
});
