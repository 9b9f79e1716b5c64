// How long a passing message stands there. Its button, usually an undo, does not vanish under somebody's finger or focus.

import { useEffect, useRef } from 'react';

const messageMs = 8_000;
const lookAgainMs = 1_000;

/** Calls `dismiss` once the message had its time and nobody is on it. `dismiss` may be a new function at every render. */
export function useMessageTime(message: object | undefined, dismiss: () => void): void {
  const latest = useRef(dismiss);
  useEffect(() => {
    latest.current = dismiss;
  });
  useEffect(() => {
    if (!message) return;
    const look = () => {
      if (isInUse(document.querySelector('[data-messages]'))) timer = setTimeout(look, lookAgainMs);
      else latest.current();
    };
    let timer = setTimeout(look, messageMs);
    return () => clearTimeout(timer);
  }, [message]);
}

function isInUse(region: Element | null): boolean {
  return region !== null && (region.contains(document.activeElement) || region.matches(':hover'));
}
