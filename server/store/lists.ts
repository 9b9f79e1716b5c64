// Lists as queries need them: each value once, in slices, and of few different lengths.

export function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

function slicesOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  const slices: (readonly Value[])[] = [];
  for (let start = 0; start < values.length; start += size) slices.push(values.slice(start, start + size));
  return slices;
}

/** Of one power of two or another, at most 64, so that rows of any number share few prepared statements. */
export function slicesOfFewLengths<Value>(values: readonly Value[]): readonly (readonly Value[])[] {
  const slices: (readonly Value[])[] = [];
  for (let start = 0; start < values.length; start += slices.at(-1)?.length ?? 0) {
    const length = 2 ** Math.min(6, Math.floor(Math.log2(values.length - start)));
    slices.push(values.slice(start, start + length));
  }
  return slices;
}

/** Repeats the last value up to the next power of two, so that lists of any length share few prepared statements. */
export function padded<Value>(values: readonly Value[]): readonly Value[] {
  const last = values.at(-1);
  if (last === undefined) return values;
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...Array<Value>(length - values.length).fill(last)];
}

/** The rows of several queries, each with some of the values. */
export async function selectIn<Value, Row>(
  values: readonly Value[],
  select: (some: readonly Value[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const slice of slicesOf(values, 128)) rows.push(...(await select(padded(slice))));
  return rows;
}
