// Stamps order edits. A stamp is a hybrid logical clock reading: 48-bit milliseconds and a 16-bit counter, written as
// 16 hex digits, so that stamps compare as texts. Equal stamps of two nodes are told apart by node, then n (see op.ts).
// Promises: a new stamp is above every stamp its author saw, whatever the clock says; a wrong clock never blocks.
// Source: Kulkarni, Demirbas et al., "Logical Physical Clocks" (2014).

export type Stamp = string;

export const zeroStamp: Stamp = '0000000000000000';

/** Half of what 48 bits hold, about the year 6430: a clock at the end of time still leaves room to step above. */
const maxClockMs = 2 ** 47;
const maxCounter = 0xffff;

export function stampOf(ms: number, counter: number): Stamp {
  return ms.toString(16).padStart(12, '0') + counter.toString(16).padStart(4, '0');
}

/** Milliseconds since 1970 that the stamp claims. */
export function stampMs(stamp: Stamp): number {
  return Number.parseInt(stamp.slice(0, 12), 16);
}

export function isStamp(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** The next reading: the clock's time if it is ahead of everything seen, otherwise one step above what was seen. */
export function nextStamp(seen: Stamp, nowMs: number): Stamp {
  const now = readClock(nowMs);
  if (now > stampMs(seen)) return stampOf(now, 0);
  return stepAbove(seen);
}

/** Whole milliseconds that a stamp can hold; a clock that says nothing counts as 1970. */
function readClock(nowMs: number): number {
  return Math.min(Math.max(0, Math.floor(nowMs) || 0), maxClockMs);
}

/** The smallest stamp above another. A full counter carries over into the milliseconds. */
export function stepAbove(stamp: Stamp): Stamp {
  const counter = Number.parseInt(stamp.slice(12), 16);
  return counter < maxCounter ? stampOf(stampMs(stamp), counter + 1) : stampOf(stampMs(stamp) + 1, 0);
}

export function laterStamp(a: Stamp, b: Stamp): Stamp {
  return a > b ? a : b;
}

/** How far ahead of the endpoint's own clock an effective stamp may lie. */
export const maxAheadMs = 60_000;

/**
 * The stamp that orders an op for everybody, fixed once by the endpoint: the author's own, bounded to 60 s ahead of the
 * endpoint's clock, and above everything in `floors` (the effective stamps of its bases and of its node's previous op).
 */
export function effectiveStamp(own: Stamp, nowMs: number, floors: readonly Stamp[]): Stamp {
  const bound = stampOf(readClock(nowMs) + maxAheadMs, 0);
  const bounded = own < bound ? own : bound;
  const floor = floors.reduce(laterStamp, zeroStamp);
  return bounded > floor ? bounded : stepAbove(floor);
}
