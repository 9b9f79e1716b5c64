// The ids of a message. A ULID's instant is said as the difference to the one before, and its other digits stand in one text
// with those of all: they are random, and nothing packs them better than being alone.
// Promises: unpackIds(packIds(ids)) is ids, whatever texts they are.

import { idWith, partsOfId } from '#domain/ids.ts';
import { listOf, numberOf, objectOf } from './pack-tables.ts';

export type PackedIds = {
  /** For each id its ms since the ULID before (the first: since 1970), or the id itself where it is no ULID. */
  readonly at: readonly (number | string)[];
  readonly others: string;
};

const digitsBesideTime = 16;
const lastMs = 2 ** 48 - 1;

export function packIds(ids: readonly string[]): PackedIds {
  let before = 0;
  let others = '';
  const at = ids.map((id) => {
    const parts = partsOfId(id);
    if (!parts) return id;
    const since = parts.ms - before;
    before = parts.ms;
    others += parts.others;
    return since;
  });
  return { at, others };
}

/** Throws for anything that packIds does not give. */
export function unpackIds(packed: unknown): readonly string[] {
  const { at, others } = objectOf(packed);
  if (typeof others !== 'string') throw new TypeError('no digits');
  let ms = 0;
  let read = 0;
  const ids = listOf(at).map((one) => {
    if (typeof one === 'string') return one;
    ms += numberOf(one);
    const own = others.slice(read, read + digitsBesideTime);
    read += digitsBesideTime;
    if (ms < 0 || ms > lastMs || own.length < digitsBesideTime) throw new RangeError('no id');
    return idWith(ms, own);
  });
  if (read !== others.length) throw new RangeError('digits of no id');
  return ids;
}
