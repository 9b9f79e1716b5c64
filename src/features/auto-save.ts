// A field that saves itself: a moment after the last key, when it is left, and when the page goes away.
// Promises: what was typed stays on the screen until it is saved; "saved" is said only after `save` resolved true; `save` is
// told what the field showed when the writing began, so that a version that arrives meanwhile is not replaced.

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Json } from '#domain/json.ts';

const pauseMs = 600;

export type AutoSaveStatus = 'calm' | 'waiting' | 'saved' | 'failed';

export type AutoSave<Value, Problem> = {
  readonly value: Value;
  readonly change: (next: Value) => void;
  /** Saves now what is waiting. */
  readonly flush: () => void;
  readonly status: AutoSaveStatus;
  /** Why it is held back; said once the writing pauses. */
  readonly problem: Problem | undefined;
};

type Options<Value, Problem> = {
  /** The value as the database has it. */
  readonly saved: Value;
  /** `seen`: what the field showed when the writing began. */
  readonly save: (value: Value, seen: Value) => Promise<boolean>;
  readonly check?: (value: Value) => Problem | undefined;
};

type Draft<Value> = {
  readonly value: Value;
  /** What the field showed when the writing began. */
  readonly seen: Value;
  /** Whether some of this writing may be in the database although `saved` does not show it yet. */
  readonly sent: boolean;
  readonly state: 'typing' | 'held' | 'saving' | 'saved' | 'over' | 'failed';
  /** What the database showed when the saving was done. */
  readonly before?: Value;
};

export function useAutoSave<Value extends Json, Problem extends string = never>(
  options: Options<Value, Problem>,
): AutoSave<Value, Problem> {
  const [draft, setDraft] = useState<Draft<Value>>();
  const latest = useRef({ options, draft });
  const inFlight = useRef<Promise<void>>(Promise.resolve());
  const put = (next: Draft<Value> | undefined) => {
    latest.current.draft = next;
    setDraft(next);
  };
  useLayoutEffect(() => {
    latest.current.options = options;
    const { draft: current } = latest.current;
    if (current?.state === 'saved' && isOver(current, options.saved)) put({ ...current, state: 'over' });
  });

  const flush = async () => {
    const { draft: current, options: now } = latest.current;
    if (current?.state === 'saving') return inFlight.current;
    if (!current || current.state === 'saved' || current.state === 'over') return;
    const { value, seen } = current;
    if (!current.sent && (same(value, now.saved) || same(value, seen))) return put(undefined);
    if (now.check?.(value)) return put({ ...current, state: 'held' });
    const sending: Draft<Value> = { ...current, state: 'saving', sent: true };
    put(sending);
    const send = async () => {
      const ok = await now.save(value, seen);
      if (latest.current.draft !== sending) return;
      put(ok ? { ...sending, state: 'saved', before: latest.current.options.saved } : { ...current, state: 'failed' });
    };
    inFlight.current = send();
    await inFlight.current;
  };

  const change = (value: Value) => {
    const current = latest.current.draft;
    const state = current?.state === 'held' && options.check?.(value) ? 'held' : 'typing';
    const begun = current && !isOver(current, options.saved) ? current : { seen: options.saved, sent: false };
    put({ value, seen: begun.seen, sent: begun.sent, state });
  };

  useSaveInTime(draft?.state === 'typing' ? draft : undefined, flush);
  const shown = draft && !isOver(draft, options.saved) ? draft : undefined;
  return {
    value: shown ? shown.value : options.saved,
    change,
    flush: () => void flush(),
    status: statusOf(draft),
    problem: shown?.state === 'held' ? options.check?.(shown.value) : undefined,
  };
}

/** Once saved, the draft ends for good as soon as the database shows something newer. */
function isOver<Value extends Json>({ state, before }: Draft<Value>, saved: Value): boolean {
  return state === 'over' || (state === 'saved' && before !== undefined && !same(saved, before));
}

function statusOf(draft: Draft<Json> | undefined): AutoSaveStatus {
  if (!draft) return 'calm';
  if (draft.state === 'saved' || draft.state === 'over') return 'saved';
  return draft.state === 'failed' ? 'failed' : 'waiting';
}

const fieldsOnScreen = new Set<() => Promise<void>>();

/** Saves now what is half typed in any field; resolves when all of it is stored, or was refused. */
export async function saveAllTyped(): Promise<void> {
  await Promise.all([...fieldsOnScreen].map((flush) => flush()));
}

/** Runs `flush` a moment after `waiting` last changed, when the page is hidden, and when the field goes away. */
export function useSaveInTime(waiting: object | undefined, flush: () => Promise<void>) {
  const latest = useRef(flush);
  useLayoutEffect(() => {
    latest.current = flush;
  });
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => void latest.current(), pauseMs);
    return () => clearTimeout(timer);
  }, [waiting]);
  useEffect(() => {
    const flushLatest = () => latest.current();
    const now = () => void flushLatest();
    fieldsOnScreen.add(flushLatest);
    window.addEventListener('pagehide', now);
    document.addEventListener('visibilitychange', now);
    return () => {
      window.removeEventListener('pagehide', now);
      document.removeEventListener('visibilitychange', now);
      fieldsOnScreen.delete(flushLatest);
      now();
    };
  }, []);
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
