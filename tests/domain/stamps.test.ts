import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  effectiveStamp,
  isStamp,
  laterStamp,
  maxAheadMs,
  nextStamp,
  type Stamp,
  stampMs,
  stampOf,
  stepAbove,
  zeroStamp,
} from '#domain/stamps.ts';

const noon = Date.UTC(2026, 6, 15, 12);
/** Every stamp that the clock of a device can reach by itself, and all that others can have made of it. */
const stamp: fc.Arbitrary<Stamp> = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 47 }), fc.integer({ min: 0, max: 0xffff }))
  .map(([ms, counter]) => stampOf(ms, counter));
/** Any clock at all: before 1970, beyond the calendar, between two milliseconds, none. */
const clock = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 2 ** 48, noon, noon + 0.5));

test('a stamp is 16 hex digits that compare as the readings do', () => {
  expect(stampOf(1, 2)).toBe('0000000000010002');
  fc.assert(
    fc.property(stamp, stamp, (a, b) => {
      const counter = (text: Stamp) => Number.parseInt(text.slice(12), 16);
      const before = stampMs(a) !== stampMs(b) ? stampMs(a) < stampMs(b) : counter(a) < counter(b);
      return isStamp(a) && a < b === before && laterStamp(a, b) === (before ? b : a);
    }),
  );
});

test.each(['', '000000000000000', '00000000000000000', '000000000000000G', '00000000000000AB', 'zzzzzzzzzzzzzzzz'])(
  '%j is no stamp',
  (text) => expect(isStamp(text)).toBe(false),
);

describe('the next stamp', () => {
  test('is the clock’s time when that is ahead of everything seen', () => {
    expect(nextStamp(stampOf(noon - 1, 0xffff), noon)).toBe(stampOf(noon, 0));
  });

  test('is one step above what was seen when the clock stands still or lags', () => {
    const seen = stampOf(noon, 4);
    expect(nextStamp(seen, noon)).toBe(stampOf(noon, 5));
    expect(nextStamp(seen, noon - 30 * 86_400_000)).toBe(stampOf(noon, 5));
    expect(nextStamp(seen, -1)).toBe(stampOf(noon, 5));
  });

  test('carries a full counter over into the milliseconds', () => {
    expect(stepAbove(stampOf(7, 0xffff))).toBe(stampOf(8, 0));
    expect(nextStamp(stampOf(noon, 0xffff), noon)).toBe(stampOf(noon + 1, 0));
  });

  test('is a stamp, above what was seen, whatever the clock says', () => {
    fc.assert(
      fc.property(stamp, clock, (seen, nowMs) => {
        const next = nextStamp(seen, nowMs);
        return isStamp(next) && next > seen;
      }),
      { numRuns: 2000 },
    );
  });

  test('goes on rising for a device whose clock is at the end of time', () => {
    let seen = nextStamp(zeroStamp, Number.MAX_SAFE_INTEGER);
    for (let count = 0; count < 70_000; count += 1) {
      const next = nextStamp(seen, Number.MAX_SAFE_INTEGER);
      if (!(isStamp(next) && next > seen)) throw new Error(`${next} is not above ${seen}`);
      seen = next;
    }
  });
});

describe('the effective stamp', () => {
  test('is the author’s own when nothing speaks against it', () => {
    expect(effectiveStamp(stampOf(noon, 3), noon, [stampOf(noon - 5, 0)])).toBe(stampOf(noon, 3));
  });

  test('is at most 60 s ahead of the endpoint’s clock', () => {
    expect(effectiveStamp(stampOf(noon + 86_400_000, 3), noon, [])).toBe(stampOf(noon + maxAheadMs, 0));
  });

  test('is one step above the highest of its bases and of its node’s previous op, even beyond the bound', () => {
    const floors = [stampOf(5, 0), stampOf(noon + 2 * maxAheadMs, 9), stampOf(noon, 0)];
    expect(effectiveStamp(stampOf(noon, 0), noon, floors)).toBe(stampOf(noon + 2 * maxAheadMs, 10));
  });

  test('is always a stamp above its floors, never above own, bound and floors at once, and keeps what it may', () => {
    fc.assert(
      fc.property(stamp, clock, fc.array(stamp, { maxLength: 4 }), (own, nowMs, floors) => {
        const effective = effectiveStamp(own, nowMs, floors);
        const aboveFloors = floors.every((floor) => effective > floor);
        const reasons = [own, ...[zeroStamp, ...floors].map(stepAbove)];
        return isStamp(effective) && aboveFloors && reasons.some((reason) => effective <= reason);
      }),
      { numRuns: 2000 },
    );
  });

  test('sent again with the same floors, it stays as it was fixed', () => {
    fc.assert(
      fc.property(stamp, fc.array(stamp, { maxLength: 4 }), (own, floors) => {
        const once = effectiveStamp(own, noon, floors);
        return once > stampOf(noon + maxAheadMs, 0) || effectiveStamp(once, noon, floors) === once;
      }),
    );
  });
});
