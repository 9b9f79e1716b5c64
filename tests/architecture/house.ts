// The rooms of the house, which rooms each may look into, and which packages it may use. This table is the rule;
// DESIGN and the READMEs only tell it. A new arrow is a new entry here, with a reason in the commit.

export type Room = {
  /** Other rooms whose files this one may import. */
  readonly uses: readonly string[];
  /** Packages it may import, by name. */
  readonly packages: readonly string[];
  /** May import what Node itself brings (node:fs ...). */
  readonly node?: true;
  /** Its folders may not import one another: each is brought together with others in src/app. */
  readonly foldersApart?: true;
};

const pureCore = ['valibot', 'fractional-indexing', '@noble/hashes'];
const page = ['react', 'react-router', 'lucide-react', 'i18next', 'react-i18next'];

export const rooms: Readonly<Record<string, Room>> = {
  'src/domain': { uses: [], packages: pureCore },
  'src/protocol': { uses: ['src/domain'], packages: pureCore },
  'src/data': { uses: ['src/domain', 'src/protocol'], packages: [...pureCore, 'dexie', 'dexie-react-hooks', 'lib0', 'yjs'] },
  'src/sync': { uses: ['src/domain', 'src/protocol', 'src/data'], packages: ['valibot'] },
  'src/browser': { uses: ['src/domain', 'src/protocol', 'src/data', 'src/sync'], packages: [] },
  'src/example': { uses: ['src/domain'], packages: [] },
  'src/i18n': {
    uses: ['src/domain', 'src/protocol', 'locales'],
    packages: ['react', 'i18next', 'react-i18next', 'i18next-browser-languagedetector', 'i18next-resources-to-backend'],
  },
  'src/ui': { uses: ['src/i18n'], packages: page },
  'src/features': {
    uses: ['src/domain', 'src/protocol', 'src/data', 'src/i18n', 'src/ui'],
    packages: [...page, 'uqr'],
    foldersApart: true,
  },
  'src/app': {
    uses: [
      'src/domain',
      'src/protocol',
      'src/data',
      'src/sync',
      'src/browser',
      'src/example',
      'src/i18n',
      'src/ui',
      'src/features',
    ],
    packages: [...page, 'react-dom', 'workbox-window'],
  },
  'src/worker': { uses: ['src/data', 'src/sync', 'src/browser'], packages: ['workbox-precaching', 'workbox-routing'] },
  server: {
    uses: ['src/domain', 'src/protocol', 'src/example'],
    packages: [...pureCore, 'hono', '@hono/node-server', 'kysely', 'pg', 'pino', 'prom-client', 'rate-limiter-flexible', 'yjs'],
    node: true,
  },
};

/** Packages that only some files of a room may import, because they are heavy or because one place should know them. */
export const narrowPackages: Readonly<Record<string, string>> = {
  yjs: '^(src/data/text|server/texts/yjs-text)',
  lib0: '^src/data/text',
  pg: '^server/store/postgres-',
  uqr: '^src/features/inviting/qr-code',
};
