import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ok, refuse } from '#domain/result.ts';
import type { Command } from '../command.ts';
import { exportTables } from '../export.ts';

export const exportCommand: Command = {
  usage: 'export <file>',
  summary: 'writes all tables as lines of JSON, for a database of the other kind',
  more: [
    'Everything is of one moment. Stop the endpoint first if the import is to take its place: what comes later is not in it.',
  ],
  run: async ({ words: [file = ''] }, { store, now }) => {
    if (existsSync(file)) return refuse(`${file} is there already: an export never replaces another file.`);
    const counts = await exportTables(await store(), resolve(file), now());
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return ok({ lines: [`${file} holds ${rows} rows, ${counts.op} of them ops.`], json: counts });
  },
};
