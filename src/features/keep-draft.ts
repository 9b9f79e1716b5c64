// Half-written forms are kept on this device until they are submitted, so that closing the page, a reload for a new version
// or a phone that runs out of battery loses nothing. Kept per database, so that practice and real work stay apart.

import { useRef, useState } from 'react';
import { useServices } from './services.ts';

export type Draft<Value> = {
  readonly value: Value;
  readonly write: (next: Value) => void;
  readonly clear: () => void;
  /**
   * Empties the form while `save` runs, ready for the next entry; the kept copy goes once that gave true. Otherwise what was
   * handed in comes back, put together with what was written since.
   */
  readonly handIn: (save: () => Promise<boolean>, putTogether: (sent: Value, since: Value) => Value) => Promise<boolean>;
  /** Whether what is on the screen is also kept on this device; false when the browser's store is full. */
  readonly kept: boolean;
};

const prefix = 'tequio.draft.';

/** Forms that were begun on this device and not submitted. */
export function countDrafts(): number {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).length;
}

export function useDraft<Value extends object>(name: string, empty: Value): Draft<Value> {
  const { database } = useServices();
  const key = `${prefix}${database.name}.${name}`;
  const [value, setValue] = useState(() => readDraft(key, empty));
  const [kept, setKept] = useState(true);
  const latest = useRef(value);
  const show = (next: Value) => {
    latest.current = next;
    setValue(next);
  };
  const write = (next: Value) => {
    show(next);
    setKept(storeDraft(key, next));
  };
  const handIn: Draft<Value>['handIn'] = async (save, putTogether) => {
    show(empty);
    let saved = false;
    try {
      saved = await save();
    } finally {
      const isUntouched = latest.current === empty;
      if (!saved) write(isUntouched ? value : putTogether(value, latest.current));
      else if (isUntouched) localStorage.removeItem(key);
    }
    return saved;
  };
  return {
    value,
    kept,
    write,
    clear: () => {
      show(empty);
      localStorage.removeItem(key);
    },
    handIn,
  };
}

/** Fields that a newer version added get their empty value. */
function readDraft<Value extends object>(key: string, empty: Value): Value {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const known = Object.entries(stored ?? {}).filter(([name, value]) => typeof value === typeof empty[name as keyof Value]);
    return { ...empty, ...Object.fromEntries(known) };
  } catch {
    return empty; // not JSON: nothing that this app wrote
  }
}

function storeDraft(key: string, value: object): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // full, or forbidden: the form says that it is not kept
  }
}
