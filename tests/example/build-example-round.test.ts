import { describe, expect, test } from 'vitest';
import { lifeField, type Op } from '#domain/op.ts';
import { kindNamed } from '#domain/records.ts';
import { validateOp } from '#domain/validate.ts';
import { buildExampleRound } from '#example/build-example-round.ts';
import { exampleRound } from '#example/content/round.ts';

const textUpdate = (_field: string, text: string) => btoa(unescape(encodeURIComponent(text)));
const built = buildExampleRound(exampleRound, textUpdate);
const changes = built.transactions.flatMap((transaction) => transaction.changes);
const recordsOf = (kind: string) => new Set(changes.filter(({ ref }) => ref.kind === kind).map(({ ref }) => ref.id));

describe('the example round', () => {
  test('is the same every time it is built', () => {
    expect(buildExampleRound(exampleRound, textUpdate)).toEqual(built);
  });

  test('holds a record for everything that was written down', () => {
    const { towns, themes, groups, people, plans } = exampleRound;
    const lines = plans.flatMap((plan) => plan.lines);
    const actions = lines.flatMap((line) => line.actions);
    const expected = {
      round: 1,
      town: towns.length,
      theme: themes.length,
      group: groups.length,
      person: people.length,
      membership: people.length,
      plan: plans.length,
      line: lines.length,
      action: actions.length,
      item: actions.flatMap((action) => action.items).length,
      note: plans.flatMap((plan) => plan.notes).length,
    };
    expect(Object.fromEntries(Object.keys(expected).map((kind) => [kind, recordsOf(kind).size]))).toEqual(expected);
  });

  test('consists of changes that every device would take', () => {
    const codes = changes.map((change): string | undefined => {
      const field = 'field' in change ? change.field : lifeField;
      const value = 'value' in change ? change.value : null;
      const op: Omit<Op, 'stamp' | 'base'> = { ...change.ref, node: 'N', n: 1, tx: 1, type: change.type, field, value };
      return validateOp(op);
    });
    expect(codes.filter((code) => code !== undefined)).toEqual([]);
  });

  test('writes every field once', () => {
    const written = changes
      .filter(({ type }) => type === 'set')
      .map((change) => `${change.ref.kind} ${change.ref.id} ${'field' in change ? change.field : ''}`);
    expect(new Set(written).size).toBe(written.length);
  });

  test('refers to records that are there', () => {
    const references = changes.filter((change) => 'field' in change && change.field in owners);
    expect(references.length).toBeGreaterThan(100);
    for (const change of references) {
      if ('field' in change) expect(recordsOf(owners[change.field] ?? '')).toContain(change.value);
    }
  });

  test('runs from its opening to its today, day by day', () => {
    const instants = built.transactions.map(({ at }) => at);
    expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
    expect(instants[0]).toBe(Date.parse(`${exampleRound.opensOn}T18:00:00Z`));
    expect(instants.at(-1)).toBeLessThanOrEqual(Date.parse(`${exampleRound.today}T18:00:00Z`));
  });

  test('has ids that say nothing and are nobody else’s', () => {
    const ids = changes.map(({ ref }) => `${ref.kind} ${ref.id}`);
    const bare = new Set(ids.map((id) => id.split(' ')[1]));
    expect(bare.size).toBe(new Set(ids).size);
    for (const id of bare) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });
});

const owners: Readonly<Record<string, string>> = { plan: 'plan', line: 'line', action: 'action', theme: 'theme' };

test('every kind that the example uses is known', () => {
  expect(changes.filter(({ ref }) => !kindNamed(ref.kind))).toEqual([]);
});
