import { join, resolve } from 'node:path';
import { ok, refuse } from '#domain/result.ts';
import { backUp } from '../backup.ts';
import type { Command } from '../command.ts';
import { backupName } from '../kept-backups.ts';

export const backupCommand: Command = {
  usage: 'backup [file]',
  summary: 'copies the database while the endpoint runs, and verifies the copy',
  more: ['Without a file it is named by the time, in the folder of TEQUIO_BACKUPS. It never replaces a file.'],
  run: async ({ words: [file] }, { store, databaseFile, config, now }) => {
    if (databaseFile === undefined) {
      return refuse('The database is on PostgreSQL: back it up with pg_dump or a base backup, then run "mark-backed-up".');
    }
    const to = file === undefined ? join(config.backupFolder, backupName(now())) : resolve(file);
    const backup = await backUp(await store(), databaseFile, to, now);
    if (!backup.ok) return backup;
    const { bytes, throughMs, verified } = backup.value;
    const through = new Date(throughMs).toISOString();
    return ok({
      lines: [
        `${to} holds ${verified.ops} ops in ${Math.ceil(bytes / 1024)} kB, and was recomputed from them.`,
        `Devices are told from now on that what they sent before ${through} is in a backup.`,
      ],
      json: { file: to, bytes, ops: verified.ops, backedUpThrough: through },
    });
  },
};
