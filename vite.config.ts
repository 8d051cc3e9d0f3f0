// How the two web apps are built: one build, two pages, shared chunks, everything under web/dist.
// The server serves web/dist/assets at /assets and the pages at /carbon and /admin; it puts a fresh nonce in place of __CSP_NONCE__.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('./web'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: at('./web/dist'),
    emptyOutDir: true,
    target: 'es2022',
    // Small images would become data: addresses, which the content policy refuses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { input: { console: at('./web/console/index.html'), dashboard: at('./web/dashboard/index.html') } },
  },
});
