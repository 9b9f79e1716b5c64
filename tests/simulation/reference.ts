// The rules of how ops meet, told a second time and in another way: over the whole log at once, with no state that runs along.
// Shares no code with the join that it is compared to.
//
// A value is a head unless an op in effect replaces it. A refused or void op stands for what it replaces itself. An addition is
// there unless an op in effect takes it away. Rights are what the memberships say.

export type LoggedOp = {
  readonly node: string;
  readonly n: number;
  readonly space: string;
  readonly kind: string;
  readonly id: string;
  readonly town: string | null;
  readonly type: string;
  readonly field: string;
  readonly value: unknown;
  readonly stamp: string;
  readonly effective: string;
  readonly base: readonly string[];
  /** What it says, and what the ops say that its author replaced: unlike names, these never stand for something else. */
  readonly content: string;
  readonly saw: readonly string[];
  readonly code: string | null;
  readonly number: number | null;
  /** Said by the endpoint: it arrived before, under another name. */
  readonly same_as: string | null;
  /** The endpoint's clock, ms since 1970. */
  readonly receivedAt: number;
};

export type ReferenceField = {
  readonly space: string;
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  readonly town: string | null;
  /** Of the last op that changed it. */
  readonly number: number;
  /** Values of a register, elements of a set or updates of a text; the latest first. */
  readonly held: readonly LoggedOp[];
  /** Names of the additions that were taken away. */
  readonly removed: readonly string[];
};

export const nameOf = ({ node, n }: { readonly node: string; readonly n: number }) => `${node}:${n}`;
export const placeOf = ({ space, kind, id, field }: Pick<LoggedOp, 'space' | 'kind' | 'id' | 'field'>) =>
  [space, kind, id, field].join(' ');

/** What every field holds, by its place, after the ops of the log; they come in the order in which they arrived. */
export function foldLog(log: readonly LoggedOp[]): ReadonlyMap<string, ReferenceField> {
  const byContent = new Map(log.map((op) => [op.content, op]));
  const fields = new Map<string, ReferenceField>();
  for (const [place, ops] of Map.groupBy(log, placeOf)) {
    const live = ops.filter(isInEffect);
    const [first] = live;
    if (!first) continue;
    const replaced = new Set(live.flatMap((op) => [...stoodFor(op, byContent)]));
    const removed = [...new Set(live.flatMap(({ type, base }) => (type === 'remove' ? base : [])))].sort();
    const isHeld = ({ type, content }: LoggedOp) => type === 'text' || (type !== 'remove' && !replaced.has(content));
    const number = Math.max(...ops.map((op) => op.number ?? 0));
    const { space, kind, id, field, town } = first;
    fields.set(place, { space, kind, id, field, town, number, held: live.filter(isHeld).sort(latestFirst), removed });
  }
  return fields;
}

/** An op that arrived under two names counts once (check.ts sees that it is said of no other). */
function isInEffect({ code, type, same_as }: LoggedOp): boolean {
  return code === null && type !== 'void' && same_as === null;
}

/** What an op replaces: a refused or void one gives way to those that it replaces. */
function stoodFor(op: LoggedOp, byContent: ReadonlyMap<string, LoggedOp>): ReadonlySet<string> {
  const replaced = new Set(op.saw);
  for (const content of replaced) {
    const other = byContent.get(content);
    if (other && !isInEffect(other) && placeOf(other) === placeOf(op)) for (const further of other.saw) replaced.add(further);
  }
  return replaced;
}

function latestFirst(a: LoggedOp, b: LoggedOp): number {
  if (a.effective !== b.effective) return a.effective > b.effective ? -1 : 1;
  if (a.node !== b.node) return a.node > b.node ? -1 : 1;
  return b.n - a.n;
}

/**
 * What is wrong with the stamp of an op, given the effective stamps, by name and by content, of those that arrived before it;
 * undefined when it is as it should be.
 */
export function wrongStamp(op: LoggedOp, earlier: ReadonlyMap<string, string>): string | undefined {
  const before = [...op.saw, nameOf({ node: op.node, n: op.n - 1 })].flatMap((name) => earlier.get(name) ?? []);
  const floor = before.sort().at(-1) ?? '';
  if (op.effective <= floor) return `is not above what its author built on (${floor})`;
  const bound = `${(op.receivedAt + 60_000).toString(16).padStart(12, '0')}0000`;
  const wanted = op.stamp < bound ? op.stamp : bound;
  if (op.effective < wanted) return `is below its author's clock (${wanted})`;
  // Above the wanted one only where something before it leaves no room: then it is the very next.
  if (op.effective > wanted && (wanted > floor || op.effective !== stepAfter(floor))) return `is above ${wanted} for no reason`;
  return undefined;
}

function stepAfter(stamp: string): string {
  return (BigInt(`0x${stamp || '0'}`) + 1n).toString(16).padStart(16, '0');
}

/** The spaces that a person may see, from the fields of the round space. */
export function spacesOf(person: string, fields: ReadonlyMap<string, ReferenceField>): ReadonlySet<string> {
  const records = Map.groupBy(fields.values(), ({ space, kind, id }) => `${space} ${kind} ${id}`);
  const spaces = new Set<string>();
  for (const own of records.values()) {
    const [one] = own;
    const shown = (name: string) => own.find(({ field }) => field === name)?.held.map(({ value }) => value) ?? [];
    if (one?.kind !== 'membership' || shown('person')[0] !== person || shown('life')[0] === 'deleted') continue;
    const isCoordinator = shown('role')[0] === 'coordinator';
    if (isCoordinator && one.town !== null) continue;
    const all = [...records.values()].flatMap(([record]) =>
      record?.kind === 'group' && record.space === one.space ? record.id : [],
    );
    spaces.add(one.space);
    for (const group of isCoordinator ? all : shown('groups')) spaces.add(`group:${group}`);
    if (one.town !== null) spaces.add(`town:${one.town}`);
  }
  return spaces;
}
