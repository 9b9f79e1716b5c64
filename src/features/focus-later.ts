// Puts the focus where it belongs once a change has reached the screen: on the row that was moved or restored, on the
// neighbour of one that was deleted.

import { useCallback, useEffect, useRef } from 'react';

export type FocusLater = (find: () => HTMLElement | null | undefined) => void;

/** Takes a function that finds the element; it is asked now and after every render until it finds one. */
export function useFocusLater(): FocusLater {
  const wanted = useRef<() => HTMLElement | null | undefined>(undefined);
  const look = useCallback(() => {
    const found = wanted.current?.();
    if (!found) return;
    wanted.current = undefined;
    found.focus();
  }, []);
  useEffect(look);
  return useCallback(
    (find) => {
      wanted.current = find;
      look();
    },
    [look],
  );
}
