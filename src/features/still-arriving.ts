// Whether a list may still be incomplete: some space that this user may see has not come down to its head yet.

import type { SpaceRow } from '#data/rows.ts';
import { type Actor, visibleSpaces } from '#domain/grants.ts';
import type { Mode } from './services.ts';

/** Never in practice, where nothing comes from an endpoint. */
export function isStillArriving(mode: Mode, actor: Actor, spaces: readonly SpaceRow[]): boolean {
  if (mode === 'practice') return false;
  if (actor.person !== null && spaces.length === 0) return true; // not even the round has begun to come
  const arrived = new Set(spaces.filter((row) => row.arrived || row.lost).map(({ space }) => space));
  return visibleSpaces(actor).some((space) => !arrived.has(space));
}
