// Gives what was read again the objects that it had before, as far as they say the same, so that a screen draws anew only what
// has changed.

/** `now`, made of the parts of `before` that equal its own; `before` itself where nothing differs. Both are left as they are. */
export function keepSame<Value>(before: unknown, now: Value): Value {
  if (Object.is(before, now)) return now;
  if (Array.isArray(before) && Array.isArray(now)) {
    const kept = now.map((part, at) => keepSame(before[at], part));
    return (isUnchanged(before, kept) ? before : kept) as Value;
  }
  if (!isPlain(before) || !isPlain(now)) return now;
  const kept = Object.fromEntries(Object.entries(now).map(([name, part]) => [name, keepSame(before[name], part)]));
  const names = Object.keys(kept);
  const isSame = names.length === Object.keys(before).length && names.every((name) => holdsSame(before, kept, name));
  return (isSame ? before : kept) as Value;
}

type Parts = { readonly [name: string]: unknown };

function isPlain(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function holdsSame(before: Parts, now: Parts, name: string): boolean {
  return Object.hasOwn(before, name) && Object.is(before[name], now[name]);
}

function isUnchanged(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && now.every((part, at) => Object.is(part, before[at]));
}
