// Shell sessions in the docs: blocks that begin with ```sh run. A line that begins with "$ " is typed, what follows is shown.
// In what is shown, … stands for anything within a line, and a line with … alone for any lines.

export type Exchange = { readonly typed: string; readonly shown: readonly string[] };

export type Block = { readonly line: number; readonly exchanges: readonly Exchange[] };

/** The blocks of a document that are marked with exactly these words, as in 'sh run'. */
export function blocksIn(markdown: string, mark: string): readonly Block[] {
  const lines = markdown.split('\n');
  return lines.flatMap((text, index) => {
    if (text !== `\`\`\`${mark}`) return [];
    const end = lines.indexOf('```', index + 1);
    return [{ line: index + 1, exchanges: exchangesIn(lines.slice(index + 1, end)) }];
  });
}

function exchangesIn(lines: readonly string[]): readonly Exchange[] {
  const exchanges: { typed: string; shown: string[] }[] = [];
  for (const line of lines) {
    const last = exchanges.at(-1);
    if (line.startsWith('$ ')) exchanges.push({ typed: line.slice(2), shown: [] });
    else if (last?.typed.endsWith('\\')) last.typed += `\n${line}`;
    else if (last) last.shown.push(line);
  }
  return exchanges;
}

/** The first line that was not shown as it is told; undefined when all of it fits. */
export function misfit(told: readonly string[], shown: readonly string[]): string | undefined {
  const [first, ...others] = told;
  if (first === undefined) return shown[0];
  if (first === '…') {
    for (let skipped = 0; skipped <= shown.length; skipped += 1) {
      if (misfit(others, shown.slice(skipped)) === undefined) return undefined;
    }
    return others[0] ?? shown.at(-1);
  }
  if (shown[0] === undefined || !patternOf(first).test(shown[0])) return first;
  return misfit(others, shown.slice(1));
}

function patternOf(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
