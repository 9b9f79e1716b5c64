// When the working groups meet: one entry per day, with every group that meets on it.

import { type Day, daysBetween } from '#domain/day.ts';
import type { Actor } from '#domain/grants.ts';
import { groupSpace } from '#domain/ids.ts';
import type { Group } from '#domain/kinds/group.ts';

export type Session = {
  readonly day: Day;
  /** 0 today, negative when past. */
  readonly daysUntil: number;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** Whether one of the reader's own groups meets. */
  readonly isOwn: boolean;
};

export type SessionsView = {
  /** The next one of the reader's own groups; of any group for a reader without one. */
  readonly next: Session | undefined;
  /** From today on, without the next one, soonest first. */
  readonly upcoming: readonly Session[];
  /** Latest first. */
  readonly past: readonly Session[];
  /** Whether "own" says something: the reader has groups, and there are others. */
  readonly distinguishesOwn: boolean;
};

export function sessionsView(
  groups: readonly Pick<Group, 'id' | 'name' | 'sessionDays'>[],
  actor: Actor,
  today: Day,
): SessionsView {
  const ownSpaces = new Set(actor.grants.map(({ space }) => space));
  const isOwn = ({ id }: { readonly id: string }) => ownSpaces.has(groupSpace(id));
  const days = [...new Set(groups.flatMap(({ sessionDays }) => sessionDays))].sort();
  const sessions = days.map((day): Session => {
    const meeting = groups.filter(({ sessionDays }) => sessionDays.includes(day)).sort((a, b) => a.name.localeCompare(b.name));
    return {
      day,
      daysUntil: daysBetween(today, day),
      groups: meeting.map(({ id, name }) => ({ id, name })),
      isOwn: meeting.some(isOwn),
    };
  });
  const ahead = sessions.filter(({ daysUntil }) => daysUntil >= 0);
  const hasOwn = groups.some(isOwn);
  const next = (hasOwn ? ahead.find((session) => session.isOwn) : undefined) ?? ahead[0];
  return {
    next,
    upcoming: ahead.filter((session) => session !== next),
    past: sessions.filter(({ daysUntil }) => daysUntil < 0).reverse(),
    distinguishesOwn: hasOwn && !groups.every(isOwn),
  };
}
