// npm run tequio -- <command>: what whoever runs an endpoint can ask of it, also while it runs. Settings are those of the endpoint.
// Exit code 0: done; 1: it could not be done, or something differs; 2: the command was not understood. With --json, stdout holds
// one line of JSON and nothing else.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createNodeId } from '#domain/ids.ts';
import { type Config, readConfig } from './config.ts';
import { databaseFile, databasePlace, openFailure, reasonOf } from './database-place.ts';
import { appendToFiles } from './journal/journal-files.ts';
import { type Command, type Given, type Means, wordsOf } from './operation/command.ts';
import { commands } from './operation/commands.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/tables.ts';

const [name = 'help', ...rest] = process.argv.slice(2);
const command = commands.get(name);
if (['help', '--help', '-h'].includes(name)) help(rest[0]);
else if (!command) misunderstood(`There is no command "${name}". "npm run tequio -- help" lists those there are.`);
else await run(command);

function help(about: string | undefined): void {
  const known = about === undefined ? undefined : commands.get(about);
  if (known) {
    for (const line of [`npm run tequio -- ${known.usage} [--json]`, '', `${known.summary}.`, ...(known.more ?? [])])
      console.log(line);
    return;
  }
  if (about !== undefined) {
    misunderstood(`There is no command "${about}".`);
    return;
  }
  console.log('npm run tequio -- <command>, with the same settings (environment variables) as the endpoint\n');
  const width = Math.max(...[...commands.values()].map(({ usage }) => usage.length));
  for (const { usage, summary } of commands.values()) console.log(`  ${usage.padEnd(width)}  ${summary}`);
  console.log('\n"help <command>" says more of one; --json prints what a program reads.');
}

async function run(asked: Command): Promise<void> {
  const given = readGiven(asked);
  if (typeof given === 'string') return misunderstood(`${given}\nusage: npm run tequio -- ${asked.usage} [--json]`);
  const config = readConfig(process.env, join(import.meta.dirname, '..', 'dist'));
  if (!config.ok) return failed(config.refusal);
  const { means, close } = createMeans(config.value);
  try {
    const said = await asked.run(given.given, means);
    if (!said.ok) return failed(said.refusal);
    if (given.isJson) console.log(JSON.stringify(said.value.json ?? {}));
    else for (const line of said.value.lines) console.log(line);
  } catch (error) {
    failed(reasonOf(error));
  } finally {
    await close();
  }
}

function readGiven(asked: Command): { readonly given: Given; readonly isJson: boolean } | string {
  try {
    const options = { ...asked.options, json: { type: 'boolean' } } as const;
    const { values, positionals: words } = parseArgs({ args: rest, options, allowPositionals: true });
    const { least, most } = wordsOf(asked);
    if (words.length < least || words.length > most) return words.length < least ? 'Something is missing.' : 'That is too much.';
    const texts = (option: string) => [Reflect.get(values, option)].flat().filter((value) => typeof value === 'string');
    return { given: { words, texts, text: (option) => texts(option).at(-1) }, isJson: values.json === true };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function createMeans(config: Config): { readonly means: Means; readonly close: () => Promise<void> } {
  const random = (count: number) => new Uint8Array(randomBytes(count));
  let opened: Promise<Store> | undefined;
  const open = async (isNew: boolean) => {
    const file = databaseFile(config);
    if (file !== undefined && isNew) mkdirSync(config.dataFolder, { recursive: true });
    else if (file !== undefined && !existsSync(file))
      throw new Error(`There is no database in ${config.dataFolder} (TEQUIO_DATA).`);
    return openStore(databasePlace(config)).catch((error: unknown) => {
      throw new Error(openFailure(error, config));
    });
  };
  const means: Means = {
    config,
    databaseFile: databaseFile(config),
    append: appendToFiles(config.journalFolder, createNodeId(random), Date.now),
    now: Date.now,
    random,
    store: () => {
      opened ??= open(false);
      return opened;
    },
    newStore: () => {
      opened ??= open(true);
      return opened;
    },
  };
  const close = async () => {
    await (await opened?.catch(() => undefined))?.destroy();
  };
  return { means, close };
}

function failed(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

function misunderstood(sentence: string): void {
  console.error(sentence);
  process.exitCode = 2;
}
