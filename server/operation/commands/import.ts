import { existsSync } from 'node:fs';
import { ok, refuse } from '#domain/result.ts';
import type { Command } from '../command.ts';
import { importTables } from '../import.ts';

export const importCommand: Command = {
  usage: 'import <file>',
  summary: 'fills an empty database with an export, and verifies it',
  more: ['All of it is taken in, or nothing. Sessions, invitations and codes go on as they were.'],
  run: async ({ words: [file = ''] }, { newStore }) => {
    if (!existsSync(file)) return refuse(`There is no file ${file}.`);
    const counts = await importTables(await newStore(), file);
    if (!counts.ok) return counts;
    const rows = Object.values(counts.value).reduce((sum, count) => sum + count, 0);
    return ok({ lines: [`${rows} rows were taken in, ${counts.value.op} of them ops, and recomputed.`], json: counts.value });
  },
};
