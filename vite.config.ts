import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

/** Changes with the code that turns field states into records (src/data/show-anew.ts). */
function shownBy(): string {
  const kinds = readdirSync(new URL('src/domain/kinds', import.meta.url)).map((name) => `src/domain/kinds/${name}`);
  const files = [
    ...kinds.filter((name) => name.endsWith('.ts')).sort(),
    'src/domain/records.ts',
    'src/domain/show.ts',
    'src/data/overlay.ts',
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(new URL(file, import.meta.url)));
  return hash.digest('base64url').slice(0, 12);
}

// What every screen needs is one file that an update of the app does not change, so that a village downloads it once.
const everyScreensPackages =
  /[\\/]node_modules[\\/](react|react-dom|scheduler|react-router|cookie-es|dexie|dexie-react-hooks|i18next|react-i18next|i18next-browser-languagedetector|i18next-resources-to-backend)[\\/]/;

// All else of the first screen is one more file: forty small ones would be packed worse. Not the entry itself: it waits for
// the database while it loads other files, and these would wait for it if it stood in a file with what they import.
const notTheEntry = /^(?!.*(src[\\/]app[\\/]entry\.tsx|index\.html))/;

// What several of the later screens need is one file as well: a plan opened forty, and each costs a phone more than its bytes.
// Not what works on texts, whose library is as large as all of this.
const sharedByScreens = /[\\/]src[\\/](domain[\\/]|ui[\\/]|data[\\/](?!text-document)|features[\\/](plans[\\/])?[^\\/]+$)/;

// Naming its components and wrapping them keeps all of react-router in the build, its server's links and forms among it.
const routerInParts = {
  name: 'router-in-parts',
  transform: {
    filter: { id: /[\\/]node_modules[\\/]react-router[\\/]/ },
    handler: (code: string) =>
      code
        .replaceAll(/^\w+\.displayName = .*$/gm, '')
        .replaceAll('= React$1.forwardRef(', '= /* @__PURE__ */ React$1.forwardRef('),
  },
};

export default defineConfig({
  define: {
    __APP_VERSION__: JSON.stringify(process.env.TEQUIO_APP_VERSION ?? version),
    __SHOWN_BY__: JSON.stringify(shownBy()),
  },
  plugins: [
    react(),
    routerInParts,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false, // src/app/update.ts registers
      manifest: false, // public/manifest.*.webmanifest, one per language
      injectManifest: {
        // The larger icons are for installing, which the browser does with a line.
        globPatterns: ['**/*.{html,js,css,webmanifest,woff2}', 'favicon.svg'],
        globIgnores: ['service-worker.js'],
        maximumFileSizeToCacheInBytes: 900_000,
      },
    }),
  ],
  build: {
    target: ['chrome100', 'safari15.4', 'firefox102'],
    manifest: true, // dist/.vite/manifest.json, which scripts/size.ts reads
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // no data: addresses, which the Content-Security-Policy refuses
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: everyScreensPackages },
            { name: 'first-screen', tags: ['$initial'], test: notTheEntry },
            { name: 'shared', minShareCount: 2, test: sharedByScreens },
          ],
        },
      },
    },
  },
  // The same library without what only browsers before 2020 need.
  resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
  server: {
    strictPort: true,
    proxy: { '/api': { target: process.env.TEQUIO_ENDPOINT ?? 'http://localhost:8080', changeOrigin: false } },
  },
});
