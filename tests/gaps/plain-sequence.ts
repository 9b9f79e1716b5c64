// Plants a fault into a process of the endpoint, which is started with this file before it: numbers come from a plain sequence
// of the database instead of the counter row, so that who takes a smaller one may commit later.
// Throws when the code no longer looks as it expects, so that the fault is never planted in vain.

import { registerHooks } from 'node:module';

type Replacement = readonly [string, string];

const planted: Readonly<Record<string, readonly Replacement[]>> = {
  '/server/commit/locks.ts': [
    [".orderBy('space').forUpdate()", ".orderBy('space')"],
    [
      'return new Map(rows.map(({ space, head, chain }) => [space, { head, chain }]));',
      `const { rows: [drawn] } = await (await import('kysely')).sql\`select nextval('plain') * 1000 as head\`.execute(tx);
       return new Map(rows.map(({ space, chain }) => [space, { head: drawn.head, chain }]));`,
    ],
  ],
  '/server/commit/write.ts': [
    [
      "({ head: ref('excluded.head'), chain: ref('excluded.chain') })),",
      "({ head: ref('excluded.head'), chain: ref('excluded.chain') })).whereRef('excluded.head', '>', 'space.head'),",
    ],
  ],
};

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const replacements = Object.entries(planted).find(([file]) => url.endsWith(file))?.[1];
    if (!replacements) return loaded;
    return { ...loaded, source: replacements.reduce(replaced, String(loaded.source)) };
  },
});

function replaced(source: string, [old, fault]: Replacement): string {
  if (!source.includes(old)) throw new Error(`The fault cannot be planted: there is no ${old}`);
  return source.replace(old, fault);
}
