import { resolve } from 'node:path';
import { ok } from '#domain/result.ts';
import type { Config } from '../../config.ts';
import { readJournals } from '../../journal/journal-files.ts';
import { type Replayed, replay } from '../../journal/replay.ts';
import type { Command, Given } from '../command.ts';

export const replayCommand: Command = {
  usage: 'replay',
  summary: 'brings a database that was put back (PostgreSQL) up to the journals',
  more: [
    '--journal FOLDER   where the journals are, if not where TEQUIO_JOURNAL says; give it for each process that had its own',
    'Safe to repeat, and to do while the endpoint runs; "restore" does it by itself.',
  ],
  options: { journal: { type: 'string', multiple: true } },
  run: async (given, { store, config, now, random }) => {
    const { entries, unreadable } = await readJournals(journalFolders(given, config));
    const replayed = await replay(await store(), entries, { nowMs: now(), random });
    return ok({ lines: replayedSentence(replayed, unreadable), json: { replayed, unreadable } });
  },
};

export function journalFolders({ texts }: Given, { journalFolder }: Config): readonly string[] {
  const named = texts('journal');
  return named.length > 0 ? named.map((folder) => resolve(folder)) : [journalFolder];
}

export function replayedSentence({ facts, joined, ended }: Replayed, unreadable: number): readonly string[] {
  const since = `The journals told ${facts} facts that it did not hold: ${joined} devices joined and ${ended} sessions ended since.`;
  return [since, ...(unreadable > 0 ? [`${unreadable} lines of the journals were cut off and left out.`] : [])];
}
