import { accent, Ink } from './ink.tsx';

/** A wall calendar with one day ringed by hand. */
export function CalendarDrawing() {
  return (
    <Ink>
      <path d="M46 26c36-2 73-2 109 0l1 82-17 17c-31 1-62 1-93 0-1-33-1-66 0-99z" />
      <path d="m139 125 1-16 16-1M45 49c37-2 74-2 111 0" />
      <path d="M66 18v15M84 17v15M102 17v15M119 17v15M136 18v15" />
      <path d="M62 65h6M83 64h6M104 65h6M126 64h6M62 84h6M83 85h6M62 104h6M83 104h6M104 104h6M126 85h6" />
      <path stroke={accent} strokeWidth="2.8" d="M118 77c-8-7-21-4-22 7s11 15 19 10 8-17-4-18" />
      <path d="m103 85 4 4 6-8" />
      <path d="M100 8c1-3 4-4 6-1M101 17c-4-3-5-7-1-9M33 131c44-3 92-3 136-1" strokeWidth="1.6" />
    </Ink>
  );
}
