import { accent, Ink, paper } from './ink.tsx';

/** The sun over a village at the end of a good day: all done. */
export function VillageDrawing() {
  return (
    <Ink>
      <circle cx="139" cy="45" r="17" stroke={accent} strokeWidth="2.6" />
      <path stroke={accent} d="M139 12v8M163 22l-6 6M172 46h-8M115 21l6 6M106 44h8" />
      <path fill={paper} d="M6 92c24-18 44-27 67-18 25-22 54-27 82-5 14-1 27 8 40 21" />
      <path fill={paper} d="M24 116V94l17-14 17 13v23zM57 116c1-20 0-40 1-59l9-14 9 14v59z" />
      <path d="M67 43v-9M63 38h8M63 63c0-6 8-6 8 0v8h-8zM62 116v-14c1-6 9-6 9 0v14" />
      <path fill={paper} d="M76 116V91l21-1 14 12v14zM122 117V98l19-15 19 14v20z" />
      <path d="M19 98l22-18 22 17M76 91l-4 1M97 90l20 14M116 102l25-19 24 18M35 116v-12h10v12M87 103h8v7h-8zM136 117v-10h10v10" />
      <path d="M8 118c61-3 122-2 184 0M172 117V98M172 107c7-1 10-6 10-12-7 1-10 6-10 12zm0-5c-6-1-9-5-9-11 7 1 9 6 9 11z" />
      <path strokeWidth="1.6" d="M30 128c18-2 33-1 49 0M104 128c15-2 38-1 56 0" />
      <path strokeWidth="1.6" d="M24 36c3-4 6-4 8 0 2-4 5-4 8 0M45 24c2-3 5-3 7 0 1-3 4-3 6 0" />
    </Ink>
  );
}
