// Ids for the records of the example, made from keys: the same content gives the same ids every time and everywhere.

import type { Day } from '#domain/day.ts';
import { shortHash } from '#domain/hash.ts';
import { createId, groupSpace, type RecordId, roundSpace, type Space } from '#domain/ids.ts';
import type { ExampleRound, ThemeKey, TownKey } from './content-types.ts';

export type ExampleIds = {
  readonly roundId: RecordId;
  readonly round: Space;
  readonly town: (key: TownKey) => RecordId;
  readonly theme: (key: ThemeKey) => RecordId;
  /** The working group of a theme. */
  readonly group: (theme: ThemeKey) => RecordId;
  readonly groupSpace: (theme: ThemeKey) => Space;
  readonly person: (key: string) => RecordId;
  /** Any other record, by a key that names it in the content. */
  readonly other: (key: string) => RecordId;
};

export function idsFor({ opensOn }: Pick<ExampleRound, 'opensOn'>): ExampleIds {
  const openedAt = Date.parse(`${opensOn}T00:00:00Z`);
  const id = (key: string) => createId(openedAt, (count) => bytesFor(key, count));
  const roundId = id('round');
  return {
    roundId,
    round: roundSpace(roundId),
    town: (key) => id(`town ${key}`),
    theme: (key) => id(`theme ${key}`),
    group: (theme) => id(`group ${theme}`),
    groupSpace: (theme) => groupSpace(id(`group ${theme}`)),
    person: (key) => id(`person ${key}`),
    other: id,
  };
}

function bytesFor(key: string, count: number): Uint8Array {
  const hash = shortHash(`tequio example ${key}`);
  return Uint8Array.from({ length: count }, (_, index) => Number.parseInt(hash.slice(2 * index, 2 * index + 2), 16));
}

/** Noon in the towns' zone (UTC-6), ms since 1970. */
export function noonOf(day: Day): number {
  return Date.parse(`${day}T18:00:00Z`);
}
