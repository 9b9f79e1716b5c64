// Waiting for something that happens elsewhere, with a bound.

import { setTimeout as pause } from 'node:timers/promises';

/** Whether it became so within that time. */
export async function until(isSo: () => boolean, mostMs: number): Promise<boolean> {
  const start = performance.now();
  while (!isSo() && performance.now() - start < mostMs) await pause(10);
  return isSo();
}
