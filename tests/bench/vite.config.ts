import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import app from '../../vite.config.ts';

// The two pages of the benchmark, built like the app, to be laid beside it under /bench/.
export default defineConfig({
  root: import.meta.dirname,
  base: '/bench/',
  plugins: [react()],
  resolve: app.resolve,
  define: app.define,
  build: {
    target: app.build?.target,
    modulePreload: false,
    emptyOutDir: true,
    rolldownOptions: { input: ['tequio.html', 'plain.html'].map((file) => join(import.meta.dirname, file)) },
  },
});
