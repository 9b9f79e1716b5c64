// Puts off what no screen waits for until the first one stands.

/** However busy the page is, it waits no longer than this. */
const patienceMs = 1_000;
/** For browsers that do not tell when they are idle (Safari). */
const usualMs = 200;

/** Runs it once the browser has nothing else to do; what it gives takes that back. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const asked = requestIdleCallback(run, { timeout: patienceMs });
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(run, usualMs);
  return () => clearTimeout(timer);
}
