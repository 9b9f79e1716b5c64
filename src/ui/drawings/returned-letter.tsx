import { accent, Ink, paper } from './ink.tsx';

/** A letter that came back: refused, but in one's hands. */
export function ReturnedLetterDrawing() {
  return (
    <Ink>
      <path d="M39 50c43-3 84-3 126-1 1 24 1 48 0 71-42 2-84 2-126 0-1-23-1-47 0-70z" />
      <path d="M40 51c20 17 41 34 62 46 21-13 42-29 62-47M40 119c13-13 26-26 41-37M164 119c-13-13-26-25-41-36" />
      <path stroke={accent} strokeWidth="2.8" d="M149 35c-14-20-52-27-76-6M76 14l-5 16 17 3" />
      <path fill={paper} d="M128 94c10-3 21-4 32-3 1 8 1 15 0 23-11 1-21 0-31-2-1-6-2-12-1-18z" stroke="none" />
      <path d="M132 98c8-2 15-3 23-2M131 107c6-1 11-2 17-1" stroke={accent} />
      <path strokeWidth="1.6" d="M26 130c50-3 100-3 152 0M16 74h11M11 86h14M18 98h9" />
    </Ink>
  );
}
