// What is measured, what it should hold (DESIGN, "Numbers to hold"), and how it is printed.

export const figureNames = [
  'firstSyncMs',
  'firstSyncDown',
  'firstSyncUp',
  'idleBytes',
  'editsMs',
  'pushMs',
  'pushUp',
  'catchUpMs',
  'catchUpDown',
  'openMs',
  'tickP50Ms',
  'tickP95Ms',
  'badLinkMs',
  'badLinkUp',
  'badLinkDown',
  'badLinkRequests',
] as const;
export type FigureName = (typeof figureNames)[number];

/** Times in ms, sizes in bytes on the wire, headers included. What was not reached in time is Infinity. */
export type Figures = Readonly<Record<FigureName, number>>;

export type Report = {
  readonly records: number;
  readonly edits: number;
  readonly runs: number;
  readonly tequio: Figures;
  readonly plain: Figures;
  /** Tequio's figure by the baseline's. */
  readonly ratio: Figures;
};

type Meaning = { readonly text: string; readonly unit: 'ms' | 'kB' | ''; readonly most?: number; readonly mostRatio?: number };

const fullRecords = 10_000;

/** `most` and `mostRatio` are what a full round and 200 edits should hold. */
const meanings: Readonly<Record<FigureName, Meaning>> = {
  firstSyncMs: { text: 'first sync', unit: 'ms', mostRatio: 1 },
  firstSyncDown: { text: 'first sync, down', unit: 'kB', most: 560_000, mostRatio: 0.8 },
  firstSyncUp: { text: 'first sync, up', unit: 'kB' },
  idleBytes: { text: 'idle sync, both ways', unit: 'kB', most: 1_000 },
  editsMs: { text: 'saving the edits', unit: 'ms' },
  pushMs: { text: 'sending the edits', unit: 'ms' },
  pushUp: { text: 'sending the edits, up', unit: 'kB', most: 8_000 },
  catchUpMs: { text: 'the edits on another device', unit: 'ms' },
  catchUpDown: { text: 'the edits on another device, down', unit: 'kB', most: 8_000 },
  openMs: { text: 'opening 90 items after a reload', unit: 'ms', mostRatio: 1 },
  tickP50Ms: { text: 'a tick, durable and shown, p50', unit: 'ms' },
  tickP95Ms: { text: 'a tick, durable and shown, p95', unit: 'ms', mostRatio: 1.3 },
  badLinkMs: { text: 'the edits over a bad link', unit: 'ms', most: 5_000 },
  badLinkUp: { text: 'the edits over a bad link, up', unit: 'kB', most: 10_000 },
  badLinkDown: { text: 'the edits over a bad link, down', unit: 'kB' },
  badLinkRequests: { text: 'the edits over a bad link, requests', unit: '' },
};

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The smallest value that at least that share of all is not above; 0.5 of an even number is the lower middle. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Each figure's median over the runs. */
export function mediansOf(runs: readonly Figures[]): Figures {
  return figuresBy((name) => median(runs.map((figures) => figures[name])));
}

export function ratioOf(tequio: Figures, plain: Figures): Figures {
  return figuresBy((name) => tequio[name] / plain[name]);
}

function figuresBy(value: (name: FigureName) => number): Figures {
  return Object.fromEntries(figureNames.map((name) => [name, value(name)])) as Figures;
}

/**
 * One line for each figure: both systems, the ratio, and what Tequio should hold, with a mark where it does not. A part of the
 * round is held to the ratios alone.
 */
export function tableOf({ records, edits, runs, tequio, plain, ratio }: Report): string {
  const isFull = records >= fullRecords;
  const head = row(`${records} records, ${edits} edits, medians of ${runs}`, ['Tequio', 'plain', 'ratio', 'hold', '']);
  const lines = figureNames.map((name) => {
    const { text, unit, mostRatio, ...absolute } = meanings[name];
    const most = isFull ? absolute.most : undefined;
    const limits = [most !== undefined && amount(most, unit), mostRatio !== undefined && `${mostRatio} x`].filter(Boolean);
    const isHeld = tequio[name] <= (most ?? Infinity) && ratio[name] <= (mostRatio ?? Infinity);
    const mark = limits.length === 0 ? '' : isHeld ? 'ok' : 'MISSED';
    return row(text, [amount(tequio[name], unit), amount(plain[name], unit), ratio[name].toFixed(2), limits.join(', '), mark]);
  });
  return [head, ...lines].join('\n');
}

function row(text: string, cells: readonly string[]): string {
  return [text.padEnd(44), ...cells.map((cell, index) => cell.padStart(index === 3 ? 18 : 11))].join('').trimEnd();
}

function amount(value: number, unit: Meaning['unit']): string {
  if (!Number.isFinite(value)) return 'never';
  if (unit === 'kB') return `${(value / 1000).toFixed(1)} kB`;
  return unit === 'ms' ? `${value.toFixed(value < 100 ? 1 : 0)} ms` : String(value);
}
