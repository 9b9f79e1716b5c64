// What a field does itself as long as one person writes in it: undo, and composing words. A browser's own undo knows nothing
// of the letters that came from elsewhere, so its keys and its menu are answered by the document instead.

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

export type OwnKeys = {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly compose: (isComposing: boolean) => void;
};

export function useOwnKeys(frame: RefObject<HTMLElement | null>, keys: OwnKeys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const step = (event: Event, which: 'undo' | 'redo' | undefined) => {
      if (!which) return;
      event.preventDefault();
      latest.current[which]();
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('keydown', (event) => step(event, stepOfKeys(event)), { signal });
    element.addEventListener('beforeinput', (event) => step(event, stepOfInput(event.inputType)), { signal });
    element.addEventListener('compositionstart', () => latest.current.compose(true), { signal });
    element.addEventListener('compositionend', () => latest.current.compose(false), { signal });
    return () => listeners.abort();
  }, [frame]);
}

function stepOfKeys({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (altKey || ctrlKey === metaKey) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && ctrlKey ? 'redo' : undefined;
}

/** The menu of the browser, and shaking the phone. */
function stepOfInput(inputType: string): 'undo' | 'redo' | undefined {
  return inputType === 'historyUndo' ? 'undo' : inputType === 'historyRedo' ? 'redo' : undefined;
}
