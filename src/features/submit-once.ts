// One entry is saved once, however often its button is tapped while that takes a moment.

import { useRef } from 'react';
import type { RecordId } from '#domain/ids.ts';
import { useServices } from './services.ts';

/** Gives what `save` gave, or undefined when the entry before is still being saved: nothing is done then. */
export type SubmitOnce = (save: (id: RecordId) => Promise<boolean>) => Promise<boolean | undefined>;

/**
 * `form`: what was saved once is never saved again. `entries`: the next entry may follow, under an id of its own. An entry
 * that could not be saved keeps its id for the next try.
 */
export function useSubmitOnce(what: 'form' | 'entries'): SubmitOnce {
  const { createId } = useServices();
  const entry = useRef<{ readonly id?: RecordId; readonly busy: boolean }>({ busy: false });
  return async (save) => {
    if (entry.current.busy) return undefined;
    const id = entry.current.id ?? createId();
    entry.current = { id, busy: true };
    let saved = false;
    try {
      saved = await save(id);
    } finally {
      const next = saved ? {} : { id };
      entry.current = { ...next, busy: saved && what === 'form' };
    }
    return saved;
  };
}
