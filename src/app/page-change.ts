// What a browser does by itself between documents, done between the app's pages: a new page starts at its top, and the focus
// does not stay behind on a link that is gone.

import { useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

export function usePageChange(): void {
  const { pathname } = useLocation();
  const way = useNavigationType();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (way !== 'POP') window.scrollTo(0, 0); // going back, the browser returns to where one was
    return focusTitleWhenThere();
  }, [pathname, way]);
}

/** Pages arrive in steps; whoever has put the focus somewhere meanwhile keeps it there. */
function focusTitleWhenThere(): () => void {
  const isOver = () => {
    if (document.activeElement !== null && document.activeElement !== document.body) return true;
    const title = document.querySelector<HTMLElement>('h1');
    title?.focus({ preventScroll: true });
    return title !== null;
  };
  const observer = new MutationObserver(() => {
    if (isOver()) observer.disconnect();
  });
  if (!isOver()) observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
