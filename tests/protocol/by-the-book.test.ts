// What is packed can be read by whoever has nothing but docs/protocol.md.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { planContents, plansWithActions } from '#data/record-queries.ts';
import { openText } from '#data/text-document.ts';
import { textUpdates } from '#data/text-queries.ts';
import { setFields } from '#domain/change.ts';
import { addItem } from '#domain/commands/checklist-commands.ts';
import { writeNote } from '#domain/commands/note-commands.ts';
import * as codec from '#protocol/pack.ts';
import type { SyncRequest, SyncResponse } from '#protocol/sync.ts';
import { aRound, type TestPhone } from '#tests/support/round.ts';
import * as byTheBook from './by-the-book.ts';
import { answers, overTheWire, requests } from './messages.ts';
import vectors from './vectors/packed.json' with { type: 'json' };

type Message = Parameters<typeof byTheBook.unpackRequest>[0];

const arrived = (packed: unknown) => overTheWire(packed) as Message;

test.each(vectors.requests)('reads the request of the vectors: $name', ({ plain, packed }) => {
  for (const form of [plain, packed]) expect(byTheBook.unpackRequest(arrived(form))).toEqual(plain);
});

test.each(vectors.answers)('reads the answer of the vectors: $name', ({ plain, packed }) => {
  for (const form of [plain, packed]) expect(byTheBook.unpackAnswer(arrived(form))).toEqual(plain);
});

test('reads any request as it was before it was packed', () => {
  fc.assert(
    fc.property(requests, (request) => {
      const packed = codec.packRequest(request as unknown as SyncRequest);
      expect(byTheBook.unpackRequest(arrived(packed))).toEqual(overTheWire(request));
    }),
    { numRuns: 500 },
  );
});

test('reads any answer as it was before it was packed', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const packed = codec.packAnswer(overTheWire(answer) as SyncResponse);
      expect(byTheBook.unpackAnswer(arrived(packed))).toEqual(overTheWire(answer));
    }),
    { numRuns: 500 },
  );
});

test('reads what two phones and the endpoint say to one another', async () => {
  const round = await aRound();
  const said = await listen(round.endpoint);
  const phones = [await round.phone('liaison'), await round.phone('official')];
  for (const phone of phones) await phone.sync();
  for (const [at, phone] of phones.entries()) await work(phone, at);
  for (const phone of [...phones, ...phones]) await phone.sync();

  for (const { request, answer } of said) {
    expect(byTheBook.unpackRequest(request)).toEqual(codec.unpackRequest(request));
    expect(byTheBook.unpackAnswer(answer)).toEqual(codec.unpackAnswer(answer));
  }
  const shapes = JSON.stringify(said.map(({ request, answer }) => [request.ops, answer.pages]));
  for (const shape of ['["set","item",1,"plan","', '["text","note",1,"body",null]', '{"text":"body"}', '{"other":"title"}']) {
    expect(shapes.includes(shape), shape).toBe(true);
  }
});

/** Every request and its answer, packed as they travel. */
async function listen(endpoint: { fetch: (request: Request) => Promise<Response> }) {
  const said: { request: Message; answer: Message }[] = [];
  const answerTo = endpoint.fetch;
  vi.spyOn(endpoint, 'fetch').mockImplementation(async (request) => {
    const asked = arrived(await request.clone().json());
    const answer = await answerTo(request);
    if (request.url.endsWith('/api/sync')) said.push({ request: asked, answer: arrived(await answer.clone().json()) });
    return answer;
  });
  return said;
}

/** A new item, a title that the colleague changes as well, and two sentences in the note. */
async function work({ ports, save }: TestPhone, at: number) {
  const [first] = await plansWithActions(ports.database);
  const contents = await planContents(ports.database, first?.plan.id ?? '');
  const [action, note] = [contents?.actions[0], contents?.notes[0]];
  if (!contents || !action || !note) throw new Error('The plan has not arrived');
  await save(addItem(action, `01HZZZZZZZZZZZZZZZZZZZZZZ${at}`, 'Nuevo punto', contents.items));
  await save(setFields(action, 'action', { title: `Censo ${at}` }));
  for (const sentence of ['Faltan lámparas.', 'Ya hay presupuesto. ✓']) {
    const editor = openText('body', await textUpdates(ports.database, note, 'body'));
    await save(writeNote(note, editor.write(`${editor.read()} ${sentence}`) ?? ''));
  }
}
