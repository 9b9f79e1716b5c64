// What the browser says about the room it gives: whether it keeps the data for good, and how much is used.

import { useCallback, useEffect, useState } from 'react';

export type Storage = {
  /** Undefined where the browser does not say. */
  readonly persisted: boolean | undefined;
  readonly usedBytes: number | undefined;
  readonly roomBytes: number | undefined;
};

async function readStorage(): Promise<Storage> {
  const storage = navigator.storage;
  const [persisted, estimate] = await Promise.all([storage?.persisted?.(), storage?.estimate?.()]);
  return { persisted, usedBytes: estimate?.usage, roomBytes: estimate?.quota };
}

/** A size for people: tenths below ten, whole numbers above; never 0. */
export function roundSize(bytes: number): { readonly unit: 'megabyte' | 'gigabyte'; readonly value: number } {
  const megabytes = bytes / 1_000_000;
  const unit = megabytes >= 1000 ? 'gigabyte' : 'megabyte';
  const value = unit === 'gigabyte' ? megabytes / 1000 : megabytes;
  return { unit, value: value < 10 ? Math.max(0.1, Math.round(value * 10) / 10) : Math.round(value) };
}

const unknown: Storage = { persisted: undefined, usedBytes: undefined, roomBytes: undefined };

/** `protect` asks the browser to keep the data; it may say no. */
export function useStorage(): { readonly storage: Storage | undefined; readonly protect: () => Promise<void> } {
  const [storage, setStorage] = useState<Storage>();
  const read = useCallback(() => readStorage().then(setStorage, () => setStorage(unknown)), []);
  useEffect(() => {
    void read();
  }, [read]);
  const protect = async () => {
    await navigator.storage?.persist?.();
    await read();
  };
  return { storage, protect };
}
