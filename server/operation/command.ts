// What a command of `tequio` is: words and options in, sentences out. Expected failures are sentences too, with exit code 1.

import type { ParseArgsOptionsConfig } from 'node:util';
import type { RandomBytes } from '#domain/ids.ts';
import type { Result } from '#domain/result.ts';
import type { Config } from '../config.ts';
import type { AppendEntries } from '../journal/journal.ts';
import type { Store } from '../store/tables.ts';

/** What was written behind the command's name. */
export type Given = {
  readonly words: readonly string[];
  /** The value of an option; undefined when it was not given. */
  readonly text: (option: string) => string | undefined;
  /** Every value of an option that may be given several times. */
  readonly texts: (option: string) => readonly string[];
};

export type Means = {
  readonly config: Config;
  /** The database that the settings name, opened at its first use and closed at the end. Throws when it cannot be opened. */
  readonly store: () => Promise<Store>;
  /** The same, and made if it is not there. */
  readonly newStore: () => Promise<Store>;
  /** The file of the database; undefined on PostgreSQL. */
  readonly databaseFile: string | undefined;
  readonly append: AppendEntries;
  readonly now: () => number;
  readonly random: RandomBytes;
};

export type Said = {
  readonly lines: readonly string[];
  /** What `--json` prints instead. */
  readonly json?: unknown;
};

export type Command = {
  /** What is to be written behind `tequio`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `help <command>` says besides. */
  readonly more?: readonly string[];
  readonly options?: ParseArgsOptionsConfig;
  readonly run: (given: Given, means: Means) => Promise<Result<Said, string>>;
};

/** How many words a command takes, told from its usage: `<one>` has to be there, `[one]` may be. */
export function wordsOf({ usage }: Command): { readonly least: number; readonly most: number } {
  const words = usage.split(' ').filter((part) => /^[<[][a-z]/.test(part));
  return { least: words.filter((word) => word.startsWith('<')).length, most: words.length };
}
