// Whether a process goes on growing: its resident memory, sampled while it works. Linux only.

import { readFileSync } from 'node:fs';

export type Sample = { readonly atMs: number; readonly rssMb: number };

export function rssMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** The slope of the line that lies closest to the samples (least squares); 0 for fewer than two. */
export function mbPerMinute(samples: readonly Sample[]): number {
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanAt, meanMb] = [meanOf(samples.map(({ atMs }) => atMs)), meanOf(samples.map(({ rssMb }) => rssMb))];
  const [spread, together] = samples.reduce(
    ([squares, products], { atMs, rssMb }) => [squares + (atMs - meanAt) ** 2, products + (atMs - meanAt) * (rssMb - meanMb)],
    [0, 0],
  );
  return spread === 0 ? 0 : (60_000 * together) / spread;
}
