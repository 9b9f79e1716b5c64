// GET /api/history?version=1&space=...&kind=...&id=...: everything that was ever written on a record, asked for by a person.
// Promises: only of spaces that the person may see; every page is bounded in ops and bytes. What people sent who may not see
// the space is not told, so that nobody can put words there from outside.

import { visibleSpaces } from '#domain/grants.ts';
import type { Json } from '#domain/json.ts';
import { type HistoryPage, type HistoryRequest, historyPageOps } from '#protocol/history.ts';
import { maxPageBytes } from '#protocol/limits.ts';
import { answerError, answerJson } from '../http/answers.ts';
import type { RightsOf } from '../rights.ts';
import type { Session } from '../sessions.ts';
import type { Store } from '../store/tables.ts';
import { reading } from '../store/transactions.ts';
import { versionOf } from '../versions.ts';

export type HistoryPorts = { readonly store: Store; readonly rightsOf: RightsOf };

export async function historyRoute({ store, rightsOf }: HistoryPorts, request: Request, session: Session): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const version = versionOf({ version: Number(query.version ?? 1) });
  if (!version.ok) return answerError(request, version.refusal);
  const asked = version.value.readHistory(query);
  const after = placeOf(asked?.after);
  if (!asked || !after) return answerError(request, { error: 'malformed' });
  const page = await reading(store, async (tx) => {
    const { actor } = await rightsOf(tx, session.person);
    return visibleSpaces(actor).includes(asked.space) ? readHistory(tx, asked, after) : undefined;
  });
  if (!page) return answerError(request, { error: 'not-found' });
  return answerJson(request, version.value.writeHistory(page));
}

/** Of the last op of the page before. */
type Place = { readonly stamp: string; readonly node: string; readonly n: number };

const newest: Place = { stamp: 'g', node: '', n: 0 }; // stamps are hex digits

/** Undefined for what was never a `next`. */
function placeOf(after: string | undefined): Place | undefined {
  if (after === undefined) return newest;
  const [, stamp, node, n] = /^([0-9a-f]{16}):([0-9A-Za-z-]{1,64}):(\d{1,15})$/.exec(after) ?? [];
  return stamp && node && n ? { stamp, node, n: Number(n) } : undefined;
}

/** Newest first by effective stamp, node and n, which is also what `after` names. */
async function readHistory(db: Store, { space, kind, id }: HistoryRequest, { stamp, node, n }: Place): Promise<HistoryPage> {
  const rows = await db
    .selectFrom('op')
    .leftJoin('node', 'node.node', 'op.node')
    .leftJoin('device', 'device.device', 'node.device')
    .select(['op.node', 'op.n', 'op.type', 'op.field', 'op.value', 'op.effective', 'op.code', 'device.person'])
    .where('op.id', '=', id)
    .where('op.space', '=', space)
    .where('op.kind', '=', kind)
    .where('op.type', '!=', 'void')
    .where('op.same_as', 'is', null)
    .where(({ eb, or }) => or([eb('op.code', 'is', null), eb('op.code', '!=', 'no-access')]))
    .where(({ eb, refTuple, tuple }) => eb(refTuple('op.effective', 'op.node', 'op.n'), '<', tuple(stamp, node, n)))
    .orderBy('op.effective', 'desc')
    .orderBy('op.node', 'desc')
    .orderBy('op.n', 'desc')
    .limit(historyPageOps + 1)
    .execute();
  let bytes = 0;
  const fitting = rows.slice(0, historyPageOps).filter(({ type, value }, index) => {
    bytes += type === 'text' ? 0 : value.length;
    return index === 0 || bytes <= maxPageBytes;
  });
  const last = fitting.at(-1);
  return {
    ops: fitting.map((row) => ({
      node: row.node,
      n: row.n,
      person: row.person,
      type: row.type,
      field: row.field,
      ...(row.type !== 'text' && { value: JSON.parse(row.value) as Json }),
      stamp: row.effective,
      ...(row.code !== null && { refused: row.code }),
    })),
    ...(last && fitting.length < rows.length && { next: `${last.effective}:${last.node}:${last.n}` }),
  };
}
