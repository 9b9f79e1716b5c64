import { resolve } from 'node:path';
import { ok, refuse } from '#domain/result.ts';
import type { Command } from '../command.ts';
import { restore } from '../restore.ts';
import { journalFolders, replayedSentence } from './replay.ts';

export const restoreCommand: Command = {
  usage: 'restore <file>',
  summary: 'puts the database back to a copy, with everybody who joined since',
  more: [
    '--journal FOLDER   where the journals are, if not where TEQUIO_JOURNAL says; may be given several times',
    'The endpoint has to be stopped. The copy is verified first, and the old database is kept in the folder "aside".',
  ],
  options: { journal: { type: 'string', multiple: true } },
  run: async (given, means) => {
    const { databaseFile: file, config, append, now, random } = means;
    if (file === undefined) return refuse('The database is on PostgreSQL: put it back with its own tools, then run "replay".');
    const [copy = ''] = given.words;
    const journals = journalFolders(given, config);
    const restored = await restore(resolve(copy), { file, journalFolders: journals, append, now, random });
    if (!restored.ok) return restored;
    const { aside, verified, replayed, unreadable } = restored.value;
    return ok({
      lines: [
        `The database is ${copy} again: ${verified.ops} ops, recomputed.`,
        ...replayedSentence(replayed, unreadable),
        ...(aside === undefined ? [] : [`The old database is kept as ${aside}; remove it when nobody misses anything.`]),
        'Start the endpoint. Each device then sends again, by itself, what this copy lacks; until all of them were there, some',
        'changes are missing, and devices say so in words. Nobody has to do anything.',
      ],
      json: { file, aside, ops: verified.ops, replayed, unreadable },
    });
  },
};
