import type { ReactNode } from 'react';

/** Line art in the ink of the page. Decoration only: the words beside it say the same. */
export function Ink({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 200 140"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** The stroke of the coloured pencil. */
export const accent = 'var(--accent)';
/** Hides what lies behind a shape. */
export const paper = 'var(--paper)';
