import { accent, Ink, paper } from './ink.tsx';

/** An open notebook and a pencil at its first line. */
export function NotebookDrawing() {
  return (
    <Ink>
      <path d="M99 32C82 22 49 21 22 29l-3 82c27-8 61-7 80 4 19-12 53-13 81-5l-3-81c-27-8-60-7-78 3z" />
      <path d="M99 32c1 28-1 55 0 83M19 111l-5 6c29-7 64-6 84 5 20-11 57-13 88-5l-6-7" />
      <path d="m33 45 8-1 1 8-8 1zM32 65l8-1 1 8-8 1zM32 86l8-2 1 8-8 1z" />
      <path d="M50 47c11-2 24-1 36 3M50 67c9-2 17-1 27 1M49 87c12-2 25-1 37 3" />
      <path stroke={accent} d="m33 47 4 4 8-11" />
      <path d="M114 51c7-3 14-4 20-4" />
      <path stroke={accent} strokeWidth="2.6" d="M113 74c6-6 8-5 8-1s3 3 6-1 6-3 6 0 3 2 6-1" />
      <path fill={paper} d="m140 71 4-12 38-43 9 8-38 42z" />
      <path d="m144 59 9 7M176 23l9 8M140 71l5-4" />
    </Ink>
  );
}
