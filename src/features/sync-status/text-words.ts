// What own updates of texts wrote, in words. Reading a text brings yjs: only the list of refused changes imports this.

import { difference, openText } from '#data/text-document.ts';
import type { WrittenUpdate } from '#data/text-queries.ts';

const shownLength = 200;

/** The words that each update put in, by the update; '' where it only took some away. */
export function wordsByUpdate(written: readonly WrittenUpdate[]): ReadonlyMap<string, string> {
  return new Map(
    written.map(({ before, update }) => {
      const document = openText('body', before);
      const earlier = document.read();
      document.merge([update]);
      return [update, difference(earlier, document.read()).inserted.trim()];
    }),
  );
}

/** The beginning, where there is too much for a list. */
export function shortened(words: string): string {
  return words.length > shownLength ? `${[...words].slice(0, shownLength).join('')}…` : words;
}
