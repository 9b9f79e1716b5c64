import { accent, Ink, paper } from './ink.tsx';

/** A pot whose old leaf hangs while a new one opens: a newer version is needed. */
export function NewLeafDrawing() {
  return (
    <Ink>
      <path d="M70 94c19-2 39-2 59 0l-8 32c-14 2-29 2-43 0z" />
      <path fill={paper} d="M65 84c23-3 46-3 69-1l-1 11c-22 2-45 2-67 0z" />
      <path d="M98 83c-2-15-12-27-26-31M72 52c-15-7-31-1-38 24 17 3 33-4 38-24z" />
      <path d="M72 52c-10 3-22 11-30 21M52 58l-1 8M60 55v9" strokeWidth="1.6" />
      <path
        stroke={accent}
        strokeWidth="2.6"
        d="M100 83c-1-19 3-38 18-52M118 31c5-15 19-23 39-19 1 19-11 30-31 28-4-2-7-5-8-9zM118 31c11-5 21-9 31-13"
      />
      <path stroke={accent} d="M101 62c7-7 14-8 21-5-3 8-12 12-20 11" />
      <path d="M78 105c13-1 28-1 43 0" strokeWidth="1.6" />
      <path strokeWidth="1.6" d="M34 129c46-3 88-3 132-1" />
    </Ink>
  );
}
