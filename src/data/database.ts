// The tables of this device's database, and how it is opened. One database per endpoint and user; practice has its own.
// Promises: a new field or kind needs no new version here, because rows hold whatever fields a record has.
// Leaves to others: writing (mutate.ts for own changes, apply-answer.ts for what the endpoint says), reading (queries).

import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Space } from '#domain/ids.ts';
import type { DeviceRow, OpRow, RecordKey, RecordRow, ShownRow, SpaceRow, SyncRow, TextRow, VanishedRow } from './rows.ts';

export type TextKey = [space: Space, kind: string, id: string, field: string];

/**
 * What the rows mean. Raise it, with an upgrade, when they mean something that the code before would spoil: whoever runs
 * an older version (another window, a service worker that was not replaced yet) then leaves the database alone.
 */
const databaseVersion = 1;

/** A newer version of the app has worked in this database. */
export class NewerDatabase extends Error {}

export class TequioDatabase extends Dexie {
  declare readonly records: Table<RecordRow, RecordKey>;
  declare readonly texts: Table<TextRow, TextKey>;
  declare readonly ops: Table<OpRow, [node: string, n: number]>;
  declare readonly spaces: EntityTable<SpaceRow, 'space'>;
  declare readonly meta: Table<DeviceRow | ShownRow | SyncRow | VanishedRow, 'device' | 'shown' | 'sync' | 'vanished'>;

  constructor(name: string) {
    super(name, { indexedDB: onlyByNumber(Dexie.dependencies.indexedDB) });
    this.version(databaseVersion).stores({
      // A first sync takes as long as its rows and their indexes: the key answers for a kind, and for an id of a kind, as well.
      records: '[shown.kind+shown.id+shown.space], shown.owner',
      texts: '[space+kind+id+field]',
      // `over` and `refused` stand only on the ops that they are about, which keeps their indexes small.
      ops: '[node+n], over, refused',
      spaces: 'space',
      meta: 'key',
    });
  }
}

export const realDatabaseName = 'tequio';
export const practiceDatabaseName = 'tequio-practice';

export type DatabaseNews = {
  /** Somebody has left on this device, in another window: the database is gone. */
  readonly onDeleted?: () => void;
  /** A newer version of the app asks for the database; it closes here for good once this has settled. */
  readonly onNewer?: () => Promise<void>;
  /** An older version in another window holds the database that this one needs; it opens as soon as that one lets go. */
  readonly onBlocked?: () => Promise<void>;
};

/** Opens on first use; rejects with NewerDatabase where a newer version of the app has worked. */
export function openDatabase(
  name: string,
  { onDeleted = () => {}, onNewer = async () => {}, onBlocked = async () => {} }: DatabaseNews = {},
): TequioDatabase {
  const database = new TequioDatabase(name);
  database.on('versionchange', ({ newVersion }) => {
    const close = () => database.close();
    if (newVersion === null) {
      close();
      onDeleted();
      return false;
    }
    void onNewer().then(close, close);
    return false; // Dexie would close at once, and open again at the next read
  });
  database.on('blocked', () => {
    void onBlocked();
    return false; // Dexie would warn in the console
  });
  return database;
}

/** Dexie opens what is newer than it knows without a number, and adds to it what it misses. Here that is refused. */
function onlyByNumber(factory: typeof Dexie.dependencies.indexedDB): typeof factory {
  const open = (name: string, version?: number) => {
    if (version === undefined) throw new NewerDatabase(`${name} was opened by a newer version of the app`);
    return factory.open(name, version);
  };
  return new Proxy(factory, {
    get: (target, member) => {
      const value = member === 'open' ? open : Reflect.get(target, member);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
