import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { countRecords } from '#server/operation/count.ts';
import { verify } from '#server/operation/verify.ts';
import { aNote, anAction, aStage, clearStages, round, services } from '../stage.ts';

afterEach(clearStages);

/** A round in which something of everything happened: an edit, a conflict, a refusal, a removal, a void op, a text. */
async function aWorkedRound() {
  const { endpoint, device } = await aStage();
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const coordinator = await device('coordinator', null, 'COORD');
  const first = liaison.op(anAction('A1'));
  await liaison.sync([first, liaison.op(anAction('A2')), liaison.op({ ...anAction('A3'), town: 'ELSEWHERE' })]);
  await coordinator.sync([coordinator.op({ ...anAction('A1'), value: 'Otro título' })]);
  await liaison.sync([
    liaison.op({ ...anAction('A2'), type: 'delete', field: 'life', value: 'deleted' }),
    liaison.op({ ...anAction('A1'), type: 'void', value: 'set', base: ['LIAISON:1'] }),
    liaison.op({ ...aNote('N1'), type: 'text', field: 'body', value: 'AQHL7o' }),
  ]);
  return endpoint;
}

describe('verifying', () => {
  test('finds a worked round as it should be, and gives what devices would compare', async () => {
    const endpoint = await aWorkedRound();
    const verified = await verify(endpoint.store());
    expect(verified).toMatchObject({ ok: true, value: { ops: expect.any(Number) } });
    expect(Object.keys(verified.ok ? verified.value.digests : {})).toEqual(expect.arrayContaining([round, services]));
  });

  test.each([
    ["update op set value = '\"Changed\"' where node = 'LIAISON' and n = 1", /^LIAISON:1 is not what its hash says\.$/],
    ["update op set code = 'no-access' where node = 'LIAISON' and n = 1", /^The receipt of LIAISON:1 does not follow/],
    [
      "update op set effective = '019f66ef81000001' where node = 'LIAISON' and n = 2",
      /^The receipt of LIAISON:2 does not follow/,
    ],
    ["delete from op where node = 'LIAISON' and n = 2", /^LIAISON:3 follows LIAISON:1: what is between them is missing\.$/],
    ["delete from op where node = 'COORD'", /^The node COORD stands at 1, its ops at 0\.$/],
    ["update node set receipt = '' where node = 'LIAISON'", /^The receipt of the node LIAISON is not that of its last op\.$/],
    ["delete from node where node = 'LIAISON'", /^The node LIAISON has ops and no row\.$/],
    ["update op set number = number + 1000 where node = 'COORD'", /^group:\S+ has no number \d+\.$/],
    ["update op set chain = 'x' where node = 'COORD'", /^The chain of group:\S+ breaks at number \d+, COORD:1\.$/],
    ["update space set head = head + 1 where space like 'group:%'", /^group:\S+ stands at \d+, its ops at \d+\.$/],
    ["delete from space where space like 'group:%'", /^group:\S+ has numbered ops and no counter\.$/],
    [
      "update field set state = replace(state, 'Otro título', 'Changed') where id = 'A1' and field = 'title'",
      /^The field group:\S+ action A1 title holds something else than its ops make\.$/,
    ],
    ["update field set number = number - 1 where id = 'A1' and field = 'title'", /has the number \d+ instead of \d+\.$/],
    ["update field set town = 'ELSEWHERE' where id = 'A1' and field = 'title'", /belongs to another town than its first op\.$/],
    ["delete from field where id = 'A1'", /^The field group:\S+ action A1 title has ops and no state\.$/],
    ["update field set id = 'A9' where id = 'A1'", /^The field group:\S+ action A9 title has a number and no ops\.$/],
  ])('says what differs: %s', async (fault, sentence) => {
    const endpoint = await aWorkedRound();
    await sql.raw(fault).execute(endpoint.store());
    const verified = await verify(endpoint.store());
    expect(verified.ok ? '' : verified.refusal).toMatch(sentence);
  });
});

test('counting leaves out what is deleted, and what was refused', async () => {
  const { endpoint, device } = await aStage();
  const before = await countRecords(endpoint.store());
  expect(before).toMatchObject({ round: 1, plan: expect.any(Number) });
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  await liaison.sync([
    liaison.op(anAction('A1')),
    liaison.op(anAction('A2')),
    liaison.op({ ...anAction('A3'), town: 'ELSEWHERE' }),
  ]);
  await liaison.sync([liaison.op({ ...anAction('A2'), type: 'delete', field: 'life', value: 'deleted' })]);
  expect(await countRecords(endpoint.store())).toEqual({
    ...before,
    action: (before.action ?? 0) + 1,
    device: (before.device ?? 0) + 1,
  });
});
