import { ok } from '#domain/result.ts';
import type { Command } from '../command.ts';
import { countRecords } from '../count.ts';

export const countCommand: Command = {
  usage: 'count',
  summary: 'how many records there are, by kind',
  run: async (_given, { store }) => {
    const counts = await countRecords(await store());
    return ok({ lines: Object.entries(counts).map(([kind, count]) => `${String(count).padStart(8)}  ${kind}`), json: counts });
  },
};
