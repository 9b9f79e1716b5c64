import { ok, refuse } from '#domain/result.ts';
import { noteBackedUpThrough } from '../../settings.ts';
import { claimMarginMs } from '../backup.ts';
import type { Command } from '../command.ts';

export const markBackedUpCommand: Command = {
  usage: 'mark-backed-up --before TIME',
  summary: 'says that a backup that was begun then is safe (PostgreSQL)',
  more: [
    '--before TIME   when the backup was begun, as in 2026-07-15T02:00:00Z',
    'Devices may then forget what they sent before.',
  ],
  options: { before: { type: 'string' } },
  run: async ({ text }, { store, now }) => {
    const before = text('before') ?? '';
    const begunMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(before) ? Date.parse(before) : Number.NaN;
    if (Number.isNaN(begunMs)) return refuse(`--before takes a time with its zone, as in 2026-07-15T02:00:00Z, not "${before}".`);
    if (begunMs > now()) return refuse(`${before} is still to come: give the time at which the backup was begun.`);
    const throughMs = begunMs - claimMarginMs;
    await noteBackedUpThrough(await store(), throughMs);
    const through = new Date(throughMs).toISOString();
    return ok({
      lines: [`Devices are told from now on that what they sent before ${through} is in a backup.`],
      json: { backedUpThrough: through },
    });
  },
};
