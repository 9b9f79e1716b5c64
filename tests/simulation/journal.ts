// What the authors of ops saw when they wrote, told by what the ops say and not by their names: a copied device and a restored
// endpoint can give one name to two ops, and two names to one.

import { acceptedOf } from '#data/overlay.ts';
import { type RecordRow, recordKey, recordKeyText } from '#data/rows.ts';
import type { FieldState, Head } from '#domain/join.ts';
import { canonicalText, type Json } from '#domain/json.ts';
import type { Op } from '#domain/op.ts';
import type { OpTable } from '#server/store/tables.ts';
import type { SimulatedDevice } from './device.ts';
import { type LoggedOp, nameOf } from './reference.ts';

type Content = {
  readonly node: string;
  readonly space: string;
  readonly kind: string;
  readonly id: string;
  readonly type: string;
  readonly field: string;
  readonly value: unknown;
  /** The author's own. */
  readonly stamp: string;
};

export class Journal {
  /** By the name under which they write: a device and its copies. */
  readonly #families = new Map<string, string>();
  /** Contents, by what a device is told of an op: its name and value. */
  readonly #told = new Map<string, string>();
  /** By content: the contents of the ops that it names as bases. */
  readonly #saw = new Map<string, readonly string[]>();
  readonly #read = new Map<string, LoggedOp>();
  /** By content: how often somebody wrote just that. */
  readonly #written = new Map<string, number>();

  /** What stays the same of an op that gets another name. */
  contentOf({ node, space, kind, id, type, field, value, stamp }: Content): string {
    return canonicalText([this.#families.get(node) ?? node, space, kind, id, type, field, value as Json, stamp]);
  }

  /** Names under which a device writes. */
  noteNames({ who }: SimulatedDevice, nodes: readonly string[]): void {
    for (const node of nodes) this.#families.set(node, who.family);
  }

  /** A name under which an op stands now that had another one before. */
  noteMoved(node: string, before: string): void {
    const family = this.#families.get(before.split(':')[0] ?? '');
    if (family !== undefined) this.#families.set(node, family);
  }

  /** Whether somebody may have written that more than once, as two copies of a device can. */
  isWrittenTwice(content: string): boolean {
    return (this.#written.get(content) ?? 0) > 1;
  }

  /** An op as it stands in the endpoint's log, whose rows by name are given. */
  read(row: OpTable, byName: ReadonlyMap<string, OpTable>): LoggedOp {
    const key = `${row.receipt} ${row.number} ${row.received_at}`;
    const known = this.#read.get(key);
    if (known) return known;
    const { value, base, received_at, ...rest } = row;
    const named = { ...rest, value: JSON.parse(value) as Json, base: JSON.parse(base) as string[] };
    const content = this.contentOf(named);
    this.#told.set(toldOf(named), content);
    // Where nobody was seen writing it, its bases are those that now have the names.
    const saw = this.#saw.get(content) ?? named.base.map((name) => this.#contentNamed(name, byName));
    const op = { ...named, content, saw, receivedAt: received_at };
    this.#read.set(key, op);
    return op;
  }

  #contentNamed(name: string, byName: ReadonlyMap<string, OpTable>): string {
    const row = byName.get(name);
    return row ? this.contentOf({ ...row, value: JSON.parse(row.value) }) : name;
  }

  /** The device's rows, by record: what came before something is written there. */
  async seenBy({ database }: SimulatedDevice): Promise<Seen> {
    return new Map((await database.records.toArray()).map((row) => [recordKeyText(row.shown), row]));
  }

  /**
   * Notes what the device's new ops replace; to be called before anything else comes in. `before`: what was there before they
   * were written, since an answer may have come at once with them. `ops`: those it told its user of.
   */
  async noteWritten(device: SimulatedDevice, before: Seen, ops: readonly Op[]): Promise<void> {
    const { database } = device;
    const own = new Map((await database.ops.toArray()).map(({ op }) => [nameOf(op), op]));
    const nodes = [...own.values()].map(({ node }) => node);
    this.noteNames(device, nodes);
    for (const content of ops.map((op) => this.contentOf(op))) this.#written.set(content, (this.#written.get(content) ?? 0) + 1);
    for (const op of own.values()) {
      if (this.#saw.has(this.contentOf(op))) continue;
      const after = await database.records.get(recordKey(op));
      const held = [after, before.get(recordKeyText(op))].flatMap((row) => heldIn(acceptedOf(row)[op.field]));
      const contents = op.base.map((name) => {
        const mine = own.get(name);
        const head = held.find((one) => nameOf(one) === name);
        return mine ? this.contentOf(mine) : ((head && this.#told.get(toldOf(head))) ?? name);
      });
      this.#saw.set(this.contentOf(op), contents);
    }
  }
}

type Seen = ReadonlyMap<string, RecordRow>;

function heldIn(state: FieldState | undefined): readonly Head[] {
  if (state?.type === 'register') return state.heads;
  return state?.type === 'set' ? state.tags : [];
}

function toldOf({ node, n, value }: { readonly node: string; readonly n: number; readonly value: unknown }): string {
  return `${nameOf({ node, n })} ${canonicalText(value as Json)}`;
}
