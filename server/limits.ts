// How much is too much: generous to people, far below what a flood needs.
// Devices are counted each by itself, so that two hundred phones may share a town hall's address; whoever is no device is
// counted by address.

import type { Rate } from './http/rate-limit.ts';

export type Limits = {
  /** Requests of one device. On a bad line a first sync takes a kilobyte at a time, ten times a second at most. */
  readonly device: Rate;
  /** Requests from one address that no device signed. Two hundred phones whose sessions all ended ask so often at first. */
  readonly stranger: Rate;
  /** Wrong codes from one address: a workshop mistypes some. */
  readonly wrongCodes: Rate;
  /**
   * Wrong typed codes from everywhere, in an hour; then only links open anything until it is over. A typed code has 50 bits: with
   * ten thousand invitations open, guessing at this rate for a year finds one once in twelve thousand times.
   */
  readonly wrongTypedPerHour: number;
};

export const usualLimits: Limits = {
  device: { count: 600, perS: 60 },
  stranger: { count: 1_200, perS: 60 },
  wrongCodes: { count: 30, perS: 600 },
  wrongTypedPerHour: 1_000,
};

const plenty = Number.MAX_SAFE_INTEGER;

/** For measuring what an endpoint can do. */
export const noLimits: Limits = {
  device: { count: plenty, perS: 60 },
  stranger: { count: plenty, perS: 60 },
  wrongCodes: { count: plenty, perS: 60 },
  wrongTypedPerHour: plenty,
};
