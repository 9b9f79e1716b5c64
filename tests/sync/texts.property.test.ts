// Any interleaving of typing, deleting, syncing and crashing of two to four people in one note, of copied phones and an
// endpoint that is restored from a backup, ends with the same text everywhere, in which every word stands once, unless
// somebody deleted it. The endpoint merges updates as they come.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { planNotes, plansWithActions } from '#data/record-queries.ts';
import { mergeUpdates, openText, type TextDocument } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import type { Note } from '#domain/kinds/note.ts';
import * as yjsText from '#server/texts/yjs-text.ts';
import { aRound, type LineFate, type TestPhone, type TestRound } from '#tests/support/round.ts';

type Step =
  /** A pause of typing: the word goes before or behind the one at `where`, in an editor that has been open since the last step there. */
  | { readonly type: 'type'; readonly device: number; readonly where: number; readonly isMerged: boolean }
  | { readonly type: 'delete'; readonly device: number; readonly where: number }
  /** The app is closed without a word, and opened again. */
  | { readonly type: 'crash'; readonly device: number }
  /** The phone is copied; both are used from then on. */
  | { readonly type: 'copy'; readonly device: number }
  /** The endpoint goes back to how it was at the last backup. */
  | { readonly type: 'restore'; readonly device: number }
  | { readonly type: 'back-up'; readonly device: number }
  | { readonly type: 'sync'; readonly device: number; readonly fate: LineFate };

const device = fc.nat(3);
const where = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('type' as const), device, where, isMerged: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), device, where }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('crash' as const), device }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('copy', 'back-up', 'restore'), device }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('sync' as const),
      device,
      fate: fc.constantFrom('open', 'open', 'request-lost', 'answer-lost'),
    }),
  },
);

type History = { readonly deviceCount: number; readonly pageBytes: number | undefined; readonly steps: readonly Step[] };

const history: fc.Arbitrary<History> = fc.record({
  deviceCount: fc.integer({ min: 2, max: 4 }),
  pageBytes: fc.constantFrom(undefined, 1),
  steps: fc.array(step, { minLength: 30, maxLength: 90 }),
});

type Writer = { readonly phone: TestPhone; readonly note: Note; editor: TextDocument | undefined };

async function aWriter(round: TestRound, person: string): Promise<Writer> {
  const phone = await round.phone(person);
  await phone.sync();
  const [first] = await plansWithActions(phone.ports.database);
  const note = (await planNotes(phone.ports.database, first?.plan.id ?? ''))?.notes[0];
  if (!note) throw new Error('The note has not arrived');
  return { phone, note, editor: undefined };
}

async function textOn({ phone, note }: Writer): Promise<string> {
  return openText('body', await textUpdates(phone.ports.database, note, 'body')).read();
}

/** An editor takes in what has come since, as the one on the screen does. */
async function editorOf(writer: Writer): Promise<TextDocument> {
  const updates = await textUpdates(writer.phone.ports.database, writer.note, 'body');
  writer.editor ??= openText('body', updates);
  writer.editor.merge(updates);
  return writer.editor;
}

/** Words end with a stop, so that what stands between two stops is one word. */
function wordsOf(text: string): readonly string[] {
  return text.split('.').filter((word) => word !== '');
}

async function write(writer: Writer, words: readonly string[], upTo: number, isMerged: boolean): Promise<void> {
  const asText = (some: readonly string[]) => some.map((word) => `${word}.`).join('');
  const editor = await editorOf(writer);
  const update = editor.write(asText(words), asText(words.slice(0, upTo)).length);
  if (update === undefined) return;
  const change = isMerged ? writeNote(writer.note, update, mergeUpdates) : writeNote(writer.note, update);
  expect(await writer.phone.save(change)).toBeUndefined();
}

type Played = {
  readonly round: TestRound;
  readonly writers: Writer[];
  readonly typed: string[];
  readonly deleted: Set<string>;
  restore: () => Promise<void>;
};

const mostWriters = 5;

async function play({ deviceCount, pageBytes, steps }: History): Promise<Played> {
  const round = await aRound(undefined, pageBytes);
  const writers: Writer[] = [];
  for (const person of ['liaison', 'official', 'liaison', 'official'].slice(0, deviceCount)) {
    writers.push(await aWriter(round, person));
  }
  const played = { round, writers, typed: [], deleted: new Set<string>(), restore: await round.backUp() };
  for (const [index, one] of steps.entries()) await take(played, one, index);
  for (let pass = 0; pass < 4; pass += 1) for (const { phone } of writers) await phone.sync();
  writers.push(await aWriter(round, 'mentor'));
  return played;
}

async function take(played: Played, one: Step, index: number): Promise<void> {
  const { round, writers } = played;
  const writer = writers[one.device % writers.length];
  if (!writer) return;
  writer.phone.clock.ms += 1_000;
  if (one.type === 'sync') await writer.phone.sync(one.fate);
  else if (one.type === 'crash') writer.editor = undefined;
  else if (one.type === 'back-up') played.restore = await round.backUp();
  else if (one.type === 'restore') await played.restore();
  else if (one.type !== 'copy') await edit(played, writer, one, index);
  else if (writers.length < mostWriters) {
    writers.push({ ...writer, phone: await round.copyOf(writer.phone), editor: undefined });
  }
}

async function edit(
  { typed, deleted }: Played,
  writer: Writer,
  one: Extract<Step, { type: 'type' | 'delete' }>,
  index: number,
): Promise<void> {
  const words = wordsOf((await editorOf(writer)).read());
  const at = one.where % (words.length + 1);
  if (one.type === 'type') {
    typed.push(`palabra ${index}`);
    await write(writer, words.toSpliced(at, 0, `palabra ${index}`), at + 1, one.isMerged);
  } else if (at < words.length) {
    deleted.add(words[at] ?? '');
    await write(writer, words.toSpliced(at, 1), at, true);
  }
}

async function check({ writers, typed, deleted }: Played): Promise<void> {
  const left = typed.filter((word) => !deleted.has(word));
  const [text = '', ...others] = await Promise.all(writers.map(textOn));
  for (const other of others) expect(other).toBe(text);
  const words = wordsOf(text);
  expect(words.filter((word) => left.includes(word)).toSorted()).toEqual(left.toSorted());
  expect(words.filter((word) => deleted.has(word))).toEqual([]);
}

async function playAndCheck(one: History): Promise<void> {
  const played = await play(one);
  try {
    await check(played);
  } finally {
    await played.round.close();
    for (const { phone } of played.writers) await phone.ports.database.delete();
  }
}

test('two to four people in one note end with the same text and every word of it', { timeout: 240_000 }, async () => {
  await fc.assert(fc.asyncProperty(history, playAndCheck), { numRuns: Number(process.env.TEQUIO_HISTORIES ?? 25) });
});

test('the check notices an endpoint that loses one update when it merges', { timeout: 240_000 }, async () => {
  const real = yjsText.mergeUpdates;
  const spy = vi.spyOn(yjsText, 'mergeUpdates').mockImplementation((before, updates) => real(before, updates.slice(1)));
  const found = await fc.check(fc.asyncProperty(history, playAndCheck), { numRuns: 10, endOnFailure: true });
  expect([found.failed, spy.mock.calls.length > 0]).toEqual([true, true]);
  spy.mockRestore();
});
