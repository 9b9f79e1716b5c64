// Which database this browser works in: the real one or the practice round. Undefined until the first start was answered.

import type { Mode } from '#features/services.ts';

const key = 'tequio.mode';

export function storedMode(): Mode | undefined {
  const value = localStorage.getItem(key);
  return value === 'real' || value === 'practice' ? value : undefined;
}

export function storeMode(mode: Mode): void {
  localStorage.setItem(key, mode);
}
