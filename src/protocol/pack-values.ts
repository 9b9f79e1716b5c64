// What is said of a value beside its stamp: a stamp as the difference to the one before in rows of the same shape, a text's
// update as its letters, and the instant `at` inside of a value as the difference to the stamp's clock.

import type { Json } from '#domain/json.ts';
import { isStamp, type Stamp, stampMs, stampOf } from '#domain/stamps.ts';
import { base64FromText, textFromBase64 } from './pack-bytes.ts';
import { isObject, numberOf } from './pack-tables.ts';

/** Both ways keep the last stamp by the rows' shape, and must meet the rows in the same order. */
export class StampSteps {
  readonly #last = new Map<string, number>();

  /** As milliseconds since the one before, and the counter. */
  pack(key: string, stamp: Stamp): [number, number] {
    const ms = stampMs(stamp);
    const before = this.#last.get(key) ?? 0;
    this.#last.set(key, ms);
    return [ms - before, counterOf(stamp)];
  }

  unpack(key: string, step: Json | undefined, counter: Json | undefined): Stamp {
    const ms = (this.#last.get(key) ?? 0) + numberOf(step);
    this.#last.set(key, ms);
    return stampWith(ms, numberOf(counter));
  }
}

/** Whether the second stamp is one counter above the first. */
export function isNextStamp(stamp: Stamp, next: Stamp): boolean {
  return stamp.slice(0, 12) === next.slice(0, 12) && counterOf(next) === counterOf(stamp) + 1;
}

/** The stamp so many counters above. Throws where the counter is full. */
export function laterBy(stamp: Stamp, counters: number): Stamp {
  return stampWith(stampMs(stamp), counterOf(stamp) + counters);
}

function counterOf(stamp: Stamp): number {
  return Number.parseInt(stamp.slice(12), 16);
}

function stampWith(ms: number, counter: number): Stamp {
  const stamp = stampOf(ms, counter);
  if (ms < 0 || counter < 0 || counter > 0xffff || !isStamp(stamp)) throw new RangeError('no stamp');
  return stamp;
}

/** Undefined where the value can only be said as it is. */
export function packValue(value: Json, isText: boolean, stamp: Stamp): Json | undefined {
  if (isText) return typeof value === 'string' ? textFromBase64(value) : undefined;
  if (!isObject(value) || !Object.hasOwn(value, 'at') || !Number.isInteger(value.at)) return value;
  const since = Number(value.at) - stampMs(stamp);
  return Number.isSafeInteger(value.at) && Number.isSafeInteger(since) ? { ...value, at: since } : undefined;
}

export function unpackValue(packed: Json | undefined, isText: boolean, stamp: Stamp): Json {
  if (packed === undefined) throw new TypeError('no value');
  if (isText && typeof packed === 'string') return base64FromText(packed);
  if (isText) throw new TypeError('no text');
  if (!isObject(packed) || !Object.hasOwn(packed, 'at') || !Number.isInteger(packed.at)) return packed;
  return { ...packed, at: Number(packed.at) + stampMs(stamp) };
}
