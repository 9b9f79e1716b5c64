// The figures of an endpoint in words: what it should hold (DESIGN, "Numbers to hold"), and a table for people.

import type { EndpointFigures } from './run-bench.ts';

/** `postgres`: by the number of processes on one database; null where this machine has no PostgreSQL. */
export type Report = {
  readonly sqlite?: EndpointFigures;
  readonly postgres?: Readonly<Record<string, EndpointFigures>> | null;
};

/** For SQLite on one core. Only told, never enforced: times depend on the machine. */
const hold = { pushesPerS: 300, ratioToBaseline: 0.25 };

/** Whether every op that was acknowledged is there, once. */
export function isKept(report: Report): boolean {
  return rowsOf(report).every(([, { lost, doubled }]) => lost === 0 && doubled === 0);
}

/** Figures to three digits, so that nobody reads more into them than they say. */
export function roundedFigures(figures: EndpointFigures): EndpointFigures {
  const isCount = (name: string) => ['acked', 'lost', 'doubled', 'streams'].includes(name);
  const entries = Object.entries(figures).map(([name, value]) => [name, isCount(name) ? value : Number(value.toPrecision(3))]);
  return Object.fromEntries(entries) as EndpointFigures;
}

export function tableOf(report: Report): string {
  const head = ['', 'pushes/s', 'baseline/s', 'ratio', 'p50', 'p99', 'pages/s', 'streams', 'acknowledged', 'lost', 'doubled'];
  const rows = rowsOf(report).map(([name, figures]) => {
    const { pushesPerS, baselinePerS, ratioToBaseline, p50Ms, p99Ms, pagesPerS, streams, acked, lost, doubled } = figures;
    const times = [p50Ms, p99Ms].map((ms) => `${ms} ms`);
    return [name, pushesPerS, baselinePerS, ratioToBaseline, ...times, pagesPerS, streams, acked, lost, doubled].map(String);
  });
  const { sqlite, postgres } = report;
  const isHeld = sqlite && sqlite.pushesPerS >= hold.pushesPerS && sqlite.ratioToBaseline >= hold.ratioToBaseline;
  const notes = [
    ...(sqlite
      ? [`SQLite should hold ${hold.pushesPerS} pushes/s and ${hold.ratioToBaseline}: ${isHeld ? 'ok' : 'MISSED'}`]
      : []),
    ...(postgres === null ? ['PostgreSQL was not measured: this machine has none.'] : []),
  ];
  return [...[head, ...rows].map(row), ...notes].join('\n');
}

function rowsOf({ sqlite, postgres }: Report): readonly (readonly [string, EndpointFigures])[] {
  const onPostgres = Object.entries(postgres ?? {}).map(
    ([processes, figures]) => [`PostgreSQL, ${processes} process${processes === '1' ? '' : 'es'}`, figures] as const,
  );
  return [...(sqlite ? [['SQLite', sqlite] as const] : []), ...onPostgres];
}

function row([name = '', ...cells]: readonly string[]): string {
  return [name.padEnd(24), ...cells.map((cell) => cell.padStart(13))].join('').trimEnd();
}
