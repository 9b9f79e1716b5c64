// What one device sends, 20 ops at a time: a new point of a checklist, a new note, and ticks and titles all over the plan.
// Promises: pushes follow one another without a hole, and each op names what it replaces, as a device's own would; the same
// seed gives the same work but for the clock.

import { firstUpdate } from '#data/text-document.ts';
import { createId, type RecordId } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import { type Op, type OpName, opName } from '#domain/op.ts';
import { nextStamp, zeroStamp } from '#domain/stamps.ts';
import { createChoice } from '#tests/bench/choice.ts';
import { itemTitle, noteText } from '#tests/bench/municipal-texts.ts';
import type { Account, TownPlan } from '#tests/load/programme.ts';

const opsPerPush = 20;
const titlesPerPush = 2;
const mostOwnItems = 100;

type Draft = Pick<Op, 'kind' | 'id' | 'type' | 'field' | 'value'>;

/** Gives the ops of the next push each time it is called. */
export function createWork({ node, person }: Account, place: TownPlan, seed: number): () => readonly Op[] {
  const choice = createChoice(seed);
  const random = (count: number) => Uint8Array.from({ length: count }, () => choice.between(0, 255));
  const newest = new Map<string, OpName>();
  /** Points that this device wrote, the newest last. */
  const own: RecordId[] = [];
  let n = 0;
  let stamp = zeroStamp;

  const opOf = ({ kind, id, type, field, value }: Draft, tx: number): Op => {
    n += 1;
    stamp = nextStamp(stamp, Date.now());
    const replaced = newest.get(`${id} ${field}`);
    newest.set(`${id} ${field}`, opName(node, n));
    const { space, town } = place;
    return { node, n, space, kind, id, town, type, field, value, stamp, base: replaced ? [replaced] : [], tx };
  };
  const transaction = (drafts: readonly Draft[]) => {
    const tx = n + 1;
    return drafts.map((draft) => opOf(draft, tx));
  };
  const setting = (kind: string, id: RecordId, values: Readonly<Record<string, Json>>): readonly Draft[] =>
    Object.entries(values).map(([field, value]) => ({ kind, id, type: 'set', field, value }));

  const oneOf = (ids: readonly RecordId[]) => ids[choice.between(0, ids.length - 1)] ?? '';

  return () => {
    const at = Date.now();
    const [item, note] = [createId(at, random), createId(at, random)];
    const { plan, action, items } = place;
    own.push(item);
    if (own.length > mostOwnItems) own.shift();
    const order = `a0${n.toString(36)}V`;
    const ops = [
      ...transaction(setting('item', item, { plan, action, title: itemTitle(choice), order })),
      ...transaction([
        ...setting('note', note, { plan, begun: { by: person, at } }),
        { kind: 'note', id: note, type: 'text', field: 'body', value: firstUpdate('body', noteText(choice, 200)) },
      ]),
    ];
    while (ops.length < opsPerPush - titlesPerPush) {
      const check = choice.chance(0.7) ? { by: person, at } : null;
      ops.push(...transaction(setting('item', oneOf([...items, ...own]), { check })));
    }
    while (ops.length < opsPerPush) ops.push(...transaction(setting('item', oneOf(own), { title: itemTitle(choice) })));
    return ops;
  };
}
