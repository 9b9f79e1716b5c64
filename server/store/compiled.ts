// Queries that are put together once. Kysely builds a query and writes its SQL each time that it is run, which takes longer than
// running it. Here a query is a function of what it is given; the function is called once for each shape of that (how many
// values a list has), with stand-ins, and what it wrote is kept. From then on only the values are put in their places.
// Promises: whatever way a query is run, its text is the same text, so that a database that keeps prepared statements knows it.
// Asks: the function looks at no value, only passes them on; rows of one list have the same columns.

import type { Compilable, CompiledQuery } from 'kysely';
import type { Store } from './tables.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;
type Given = Readonly<Record<string, Value | readonly Value[] | readonly Row[]>>;

export type Compiled<Wanted, Found> = {
  readonly all: (db: Store, given: Wanted) => Promise<readonly Found[]>;
  readonly first: (db: Store, given: Wanted) => Promise<Found | undefined>;
  /** For what gives no rows. */
  readonly run: (db: Store, given: Wanted) => Promise<void>;
};

export function compiled<Wanted extends Given, Found>(
  build: (db: Store, given: Wanted) => Compilable<Found>,
): Compiled<Wanted, Found> {
  // By what belongs to one database for as long as it is open: another one may be of another kind.
  const known = new WeakMap<object, Map<string, CompiledQuery<Found>>>();

  const queryFor = (db: Store, given: Wanted): CompiledQuery<Found> => {
    const { adapter } = db.getExecutor();
    const ofDatabase = known.get(adapter) ?? new Map<string, CompiledQuery<Found>>();
    known.set(adapter, ofDatabase);
    const shape = shapeOf(given);
    const query = ofDatabase.get(shape) ?? build(db, standInsFor(given)).compile();
    ofDatabase.set(shape, query);
    return query;
  };

  const run = async (db: Store, given: Wanted): Promise<readonly Found[]> => {
    const query = queryFor(db, given);
    const parameters = query.parameters.map((one) => (one instanceof StandIn ? one.valueIn(given) : one));
    return (await db.executeQuery<Found>({ ...query, parameters })).rows;
  };

  return {
    all: run,
    first: async (db, given) => (await run(db, given))[0],
    run: async (db, given) => void (await run(db, given)),
  };
}

/** Stands where a value will be: it passes through kysely like one, since kysely looks into no parameter. */
class StandIn {
  readonly valueIn: (given: Given) => unknown;

  constructor(valueIn: (given: Given) => unknown) {
    this.valueIn = valueIn;
  }
}

function standInsFor<Wanted extends Given>(given: Wanted): Wanted {
  const entries = Object.entries(given).map(([name, value]) => {
    const standIns = isList(value)
      ? value.map((one, index) => standInFor(one, (other) => listOf(other[name])[index]))
      : new StandIn((other) => other[name]);
    return [name, standIns];
  });
  return Object.fromEntries(entries) as Wanted;
}

function standInFor(value: Value | Row, valueIn: (given: Given) => Value | Row | undefined): unknown {
  if (!isRow(value)) return new StandIn(valueIn);
  const columns = Object.keys(value).map((column) => {
    const cellIn = (given: Given) => {
      const row = valueIn(given);
      return isRow(row) ? row[column] : undefined;
    };
    return [column, new StandIn(cellIn)];
  });
  return Object.fromEntries(columns);
}

function shapeOf(given: Given): string {
  return Object.entries(given)
    .map(([name, value]) => (isList(value) ? `${name} ${value.length}` : name))
    .join();
}

function isList(value: Given[string] | undefined): value is readonly Value[] | readonly Row[] {
  return Array.isArray(value);
}

function listOf(value: Given[string] | undefined): readonly (Value | Row)[] {
  return isList(value) ? value : [];
}

function isRow(value: Value | Row | undefined): value is Row {
  return typeof value === 'object' && value !== null;
}
