// What would be lost if everything were taken off this device now: what is nowhere else.

import { deviceSpace } from '#domain/ids.ts';
import type { TequioDatabase } from './database.ts';
import { countUnsentChanges, listRefused } from './outbox.ts';
import { countDevicePlans } from './record-queries.ts';

export type OnlyHere = {
  /** Changes that no receipt covers. */
  readonly unsent: number;
  /** Changes that the endpoint refused and nobody put aside. */
  readonly refused: number;
  /** Plans that were never meant for others. */
  readonly plans: number;
};

export async function onlyHere(database: TequioDatabase): Promise<OnlyHere> {
  const [unsent, refused, plans] = [
    await countUnsentChanges(database),
    await listRefused(database),
    await countDevicePlans(database),
  ];
  const shown = refused.filter(({ op }) => op.space !== deviceSpace);
  return { unsent, refused: new Set(shown.map(({ node, op }) => `${node}:${op.tx}`)).size, plans };
}
