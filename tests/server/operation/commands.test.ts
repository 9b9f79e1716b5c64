// What commands answer to what they are given, without a process of their own.

import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import type { Means } from '#server/operation/command.ts';
import { wordsOf } from '#server/operation/command.ts';
import { commands } from '#server/operation/commands.ts';
import { readBackedUpThrough } from '#server/settings.ts';
import { seededRandom } from '#tests/support/device.ts';
import { aStage, chapa, clearStages, type Stage } from '../stage.ts';

afterEach(clearStages);

type Options = Readonly<Record<string, string | readonly string[]>>;

async function say({ endpoint }: Stage, name: string, words: readonly string[] = [], options: Options = {}) {
  const config = readConfig({ TEQUIO_DATA: '/nowhere' }, '/nowhere');
  const command = commands.get(name);
  if (!config.ok || !command) throw new Error('no such command');
  const means: Means = {
    config: config.value,
    store: async () => endpoint.store(),
    newStore: async () => endpoint.store(),
    databaseFile: undefined,
    append: async () => {},
    now: () => endpoint.clock.ms,
    random: seededRandom(9),
  };
  const texts = (option: string) => [options[option] ?? []].flat();
  const said = await command.run({ words, texts, text: (option) => texts(option).at(-1) }, means);
  return said.ok ? said.value.lines.join('\n') : said.refusal;
}

describe('a command', () => {
  test.each<readonly [string, readonly string[], Options, RegExp]>([
    ['invite', ['official'], {}, /^Say which town with --town: .*Chapa de Mota/],
    ['invite', ['official'], { town: 'Atlantis' }, /^There is no town "Atlantis"\. There are: /],
    ['invite', ['official'], { town: chapa, group: ['Nobody'] }, /^There is no group "Nobody"/],
    ['invite', ['coordinator'], { town: chapa }, /^A coordinator belongs to no town/],
    ['invite', ['coordinator'], { days: 'many' }, /^--days takes a whole number from 1 to 365\.$/],
    ['invite', ['coordinator'], { uses: '0' }, /^--uses takes a whole number from 1 to 10000\.$/],
    ['invite', ['coordinator'], { round: 'Another' }, /^There is no round "Another"/],
    ['invite', [], { person: 'NOBODY' }, /^Nobody in this round has the id "NOBODY"\.$/],
    ['revoke', ['NOTHING'], {}, /^There is no device "NOTHING"/],
    ['mark-backed-up', [], { before: 'yesterday' }, /^--before takes a time with its zone/],
    ['mark-backed-up', [], { before: '2099-01-01T00:00Z' }, /is still to come/],
    ['backup', [], {}, /^The database is on PostgreSQL: back it up with pg_dump/],
    ['restore', ['x'], {}, /^The database is on PostgreSQL: put it back with its own tools/],
    ['invite', ['coordinator'], {}, /^invitation coordinator - http:\/\/localhost:8080\/join#\S{26} \S+\nIt opens once, until /],
    ['devices', [], {}, /^Nobody has joined yet\.$/],
    ['count', [], {}, /^ +\d+ {2}action$/m],
    ['verify', [], {}, /^Everything is as it should be: \d+ ops of 1 nodes make the \d+ fields of \d+ spaces\.$/],
  ])('%s %j %j says why, or what', async (name, words, options, sentence) => {
    expect(await say(await aStage(), name, words, options)).toMatch(sentence);
  });

  test('mark-backed-up claims no more than every process agrees on, and takes no claim back', async () => {
    const stage = await aStage();
    await say(stage, 'mark-backed-up', [], { before: '2026-07-15T02:00:00Z' });
    const through = () => readBackedUpThrough(stage.endpoint.store());
    expect(await through()).toBe(Date.parse('2026-07-15T01:59:00Z'));
    await say(stage, 'mark-backed-up', [], { before: '2026-07-14T02:00:00Z' });
    expect(await through()).toBe(Date.parse('2026-07-15T01:59:00Z'));
  });

  test('says how many words it takes by its usage', () => {
    const words = [...commands].map(([name, command]) => [name, ...Object.values(wordsOf(command))].join(' '));
    expect(words).toEqual(expect.arrayContaining(['invite 0 1', 'restore 1 1', 'mark-backed-up 0 0']));
  });
});
