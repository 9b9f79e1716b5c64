// The dense form in which a sync request and its answer travel. docs/protocol.md, "Packed messages", tells it as prose.
// Promises: unpacking gives the message that was packed. Members that are not known here stay as they are. A reader gives
// undefined for what cannot be unpacked, and spends no more on it than a message of the allowed size would cost.

import type { Json } from '#domain/json.ts';
import { maxPageBytes, maxRequestBytes } from './limits.ts';
import { Expected, packRecords, unpackRecords } from './pack-fields.ts';
import { packIds, unpackIds } from './pack-ids.ts';
import { packOps, unpackOps } from './pack-ops.ts';
import { Allowance, Ids, isObject, listOf, numberOf, objectOf } from './pack-tables.ts';
import type { SyncRequest, SyncResponse } from './sync.ts';

/** An answer is cut by what it takes unpacked as well, and holds at least one record, of whatever size. */
const maxAnswerLetters = 8 * maxPageBytes;

type Members = { readonly [name: string]: Json };

export function packRequest({ ops, ...request }: SyncRequest): unknown {
  if (!Array.isArray(ops)) return { ...request, ops };
  if (ops.length === 0) return request;
  const ids = new Ids();
  const packed = packOps(ops, request.from.n, ids);
  return packed ? { ...request, ids: packIds(ids.list), ops: packed } : { ...request, ops };
}

export function unpackRequest(body: unknown): unknown {
  return unpacked(body, ({ ids, ops = [], ...request }) => {
    if (Array.isArray(ops)) return { ...request, ops };
    const allowance = new Allowance(maxRequestBytes);
    return { ...request, ops: unpackOps(ops, numberOf(objectOf(request.from).n), idsOf(ids), allowance) };
  });
}

/** Lists of an answer that go without saying when they are empty. */
const lists = ['refused', 'stamps', 'pages', 'gained', 'lost'] as const;

export function packAnswer({ pages, ...answer }: SyncResponse): unknown {
  const ids = new Ids();
  const expected = new Expected();
  const packed = pages.map((page) => ({ ...page, records: packRecords(page.records, expected, ids) }));
  const told = Object.entries({ ...answer, pages: packed }).filter(([name, value]) => !isEmptyList(name, value));
  return { ...Object.fromEntries(told), ...(ids.list.length > 0 && { ids: packIds(ids.list) }) };
}

function isEmptyList(name: string, value: unknown): boolean {
  return lists.some((list) => list === name) && Array.isArray(value) && value.length === 0;
}

export function unpackAnswer(body: unknown): unknown {
  return unpacked(body, ({ ids, ...answer }) => {
    const allowance = new Allowance(maxAnswerLetters);
    const expected = new Expected();
    const known = idsOf(ids);
    const pages = listOf(answer.pages ?? []).map((page) => {
      const { records = null, ...frame } = objectOf(page);
      return { ...frame, records: Array.isArray(records) ? records : unpackRecords(records, expected, known, allowance) };
    });
    return { ...Object.fromEntries(lists.map((list) => [list, []])), ...answer, pages };
  });
}

function idsOf(ids: Json | undefined): readonly string[] {
  return ids === undefined ? [] : unpackIds(ids);
}

function unpacked(body: unknown, read: (members: Members) => unknown): unknown {
  try {
    return isObject(body) ? read(body) : undefined;
  } catch {
    return undefined;
  }
}
