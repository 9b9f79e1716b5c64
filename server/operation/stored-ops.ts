// Reads the op table from its beginning to its end, in pages, so that it may be larger than memory.

import type { ExpressionBuilder } from 'kysely';
import type { OpTable, Store, Tables } from '../store/tables.ts';

const rowsPerPage = 1000;

/** By node, and in it by n. */
export async function* opsByNode(db: Store): AsyncGenerator<OpTable> {
  let last: OpTable | undefined;
  for (;;) {
    const rows = db.selectFrom('op').selectAll().orderBy('node').orderBy('n').limit(rowsPerPage);
    const page = await (last ? rows.where(after(last)) : rows).execute();
    yield* page;
    last = page.at(-1);
    if (page.length < rowsPerPage) return;
  }
}

function after({ node, n }: Pick<OpTable, 'node' | 'n'>) {
  return ({ eb, and, or }: ExpressionBuilder<Tables, 'op'>) =>
    or([eb('node', '>', node), and([eb('node', '=', node), eb('n', '>', n)])]);
}

/** Those with a number in the space, by number. */
export async function* numberedOps(db: Store, space: string): AsyncGenerator<OpTable & { readonly number: number }> {
  let after = 0;
  for (;;) {
    const page = await db
      .selectFrom('op')
      .selectAll()
      .where('space', '=', space)
      .where('number', '>', after)
      .orderBy('number')
      .limit(rowsPerPage)
      .execute();
    for (const row of page) {
      after = row.number ?? after;
      yield { ...row, number: after };
    }
    if (page.length < rowsPerPage) return;
  }
}
