// What somebody may no longer see, by name: a town, a working group, or the whole round with everything in it.

import { useTranslation } from 'react-i18next';
import { lostSpaces } from '#data/lost-space.ts';
import { type RoundFacts, roundFacts } from '#data/round-queries.ts';
import type { SpaceRow } from '#data/rows.ts';
import { useLive } from '#data/use-live.ts';
import type { Actor } from '#domain/grants.ts';
import { spaceKind, spaceOwner } from '#domain/ids.ts';
import { parseOpName } from '#domain/op.ts';
import { type Author, authorOfNode, townName } from './people.ts';
import { useServices } from './services.ts';

export type LostPlace = {
  readonly row: SpaceRow;
  readonly type: 'round' | 'group' | 'town';
  /** '' where it is not known any more. */
  readonly name: string;
  /** When this device was told, ms since 1970 by the endpoint's clock. */
  readonly at: number;
  readonly by: Author;
  /** Its reader knows already. */
  readonly noted: boolean;
};

/** Newest first. A lost round says it all: its towns and groups are not named beside it. */
function lostPlaces(rows: readonly SpaceRow[], facts: RoundFacts, actor: Actor): readonly LostPlace[] {
  const places = rows.flatMap((row): readonly LostPlace[] => {
    const type = spaceKind(row.space);
    if (!row.lost || !type || type === 'device') return [];
    const by = authorOfNode(facts, parseOpName(row.lost.by).node, undefined, actor);
    return [{ row, type, name: nameOf(row, facts), at: row.lost.at, by, noted: row.lost.noted === true }];
  });
  const rounds = places.filter(({ type }) => type === 'round');
  return [...(rounds.length > 0 ? rounds : places)].sort((a, b) => b.at - a.at);
}

function nameOf({ space }: SpaceRow, facts: RoundFacts): string {
  const id = spaceOwner(space);
  return (facts.groups.find((group) => group.id === id)?.name || townName(facts, id)) ?? '';
}

/** Undefined until the first read. */
export function useLostPlaces(): readonly LostPlace[] | undefined {
  const { database, actor } = useServices();
  const found = useLive(async () => ({ rows: await lostSpaces(database), facts: await roundFacts(database) }), [database]);
  return found && lostPlaces(found.rows, found.facts, actor);
}

const titleKeys = { round: 'lost.round', group: 'lost.group', town: 'lost.town' } as const;

/** 'Usted ya no ve «Servicios públicos»' */
export function useLostTitle(): (place: LostPlace) => string {
  const { t } = useTranslation('sync');
  return ({ type, name }) => (type !== 'round' && name === '' ? t('lost.unnamed') : t(titleKeys[type], { name }));
}
