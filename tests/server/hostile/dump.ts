// Everything that an endpoint's database holds, to see that an attack left others' part of it alone.

import type { RecordId } from '#domain/ids.ts';
import type { Store, Tables } from '#server/store/tables.ts';

/** Rows as JSON, by table. */
export type Dump = Readonly<Record<string, readonly string[]>>;

/** What somebody may change by sending: the ops and counters of their own nodes. */
export type Own = { readonly nodes: readonly string[]; readonly device: RecordId };

const nobody: Own = { nodes: [], device: '' };

/** Every table that holds what people wrote or who they are, without the rows that are somebody's own. */
export async function dumpOf(store: Store, own: Own = nobody): Promise<Dump> {
  const rows = async (table: keyof Tables, isOthers: (row: Readonly<Record<string, unknown>>) => boolean = () => true) => {
    const all: readonly Readonly<Record<string, unknown>>[] = await store.selectFrom(table).selectAll().execute();
    return all
      .filter(isOthers)
      .map((row) => JSON.stringify(row))
      .sort();
  };
  const isOthersNode = ({ node }: Readonly<Record<string, unknown>>) => !own.nodes.some((name) => name === node);
  return {
    op: await rows('op', isOthersNode),
    node: await rows('node', isOthersNode),
    field: await rows('field'),
    text_snapshot: await rows('text_snapshot'),
    space: await rows('space', ({ head }) => head !== 0), // one that counts nothing yet is there to be locked
    device: await rows('device'),
    participant: await rows('participant'),
    session: await rows('session', ({ device }) => device !== own.device),
    invitation: await rows('invitation'),
    setting: await rows('setting'),
  };
}

/** Rows that came, with a plus, and rows that went, with a minus. */
export function differences(before: Dump, after: Dump): readonly string[] {
  const told = (one: Dump, other: Dump, sign: string) =>
    Object.entries(one).flatMap(([table, rows]) => {
      const known = new Set(other[table]);
      return rows.filter((row) => !known.has(row)).map((row) => `${sign} ${table} ${row}`);
    });
  return [...told(before, after, '-'), ...told(after, before, '+')];
}
