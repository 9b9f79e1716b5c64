import { accent, Ink, paper } from './ink.tsx';

/** A phone in the valley, a mast on the hill, and a gap between them. The tick is already on the phone. */
export function NoSignalDrawing() {
  return (
    <Ink>
      <path d="M88 121c22-6 34-37 60-37 19 0 28 21 48 27" />
      <path d="M148 84l8-58 8 60M150 71l13 2M152 57l9 13M152 56l10 1M154 42l7 14M154 41h5M156 26v-9" />
      <path d="M166 13c5 3 6 9 3 14M173 7c8 6 10 17 4 26M146 13c-5 3-6 9-3 14" />
      <path strokeDasharray="1 7" d="M137 8c-8 6-9 17-4 25M126 5c-11 9-12 24-5 36M113 6c-12 12-14 28-7 42" />
      <path
        fill={paper}
        d="M33 45c14-2 28-2 42 0 4 0 6 2 6 6 1 20 1 41 0 62 0 4-2 6-6 6-14 1-28 1-42 0-4 0-6-2-6-6-1-21-1-42 0-62 0-4 2-6 6-6z"
      />
      <path d="M27 56c18-1 36-1 54 0M27 107c18 1 36 1 54 0M50 113h8" />
      <path stroke={accent} strokeWidth="3.4" d="m41 82 9 10 19-24" />
      <path strokeWidth="1.6" d="M6 123c24-2 60-3 90-1M112 128c22-2 48-2 72 0M14 131c14-1 26-1 38 0" />
    </Ink>
  );
}
