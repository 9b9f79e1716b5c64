// News of commits among processes, and a PostgreSQL that goes away and comes back.

import { afterEach, expect, test } from 'vitest';
import { createPostgresCommits } from '#server/store/postgres-commits.ts';
import { aDatabase, dropDatabase } from '#tests/support/databases-of-run.ts';
import { testOrigin } from '#tests/support/endpoint.ts';
import { anAction, aStage, clearStages, services } from '../stage.ts';
import { aHand, through } from './beside.ts';

afterEach(clearStages);

const listening = "from pg_stat_activity where datname = current_database() and application_name = 'tequio news'";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

test('a commit in one process is told at once to who listens at another', async () => {
  const { endpoint, device } = await aStage();
  const other = await endpoint.beside();
  const liaison = await device('liaison', 'chapa-de-mota', 'LIAISON');
  const { send } = through(other, liaison);
  const stream = await send(new Request(`${testOrigin}/api/events`));
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain(services);
  await untilListening(endpoint.where, 2);
  await liaison.sync([liaison.op(anAction('A1'))]);
  expect((await reader?.read())?.value).toContain(services);
});

test('news of any length arrives, in as many messages as it takes, and not back where it came from', async () => {
  const where = await aDatabase('empty');
  const [here, there] = [createPostgresCommits(where, silent), createPostgresCommits(where, silent)];
  await untilListening(where, 2);
  const heard: { readonly here: string[]; readonly there: string[] } = { here: [], there: [] };
  here.listen((spaces) => heard.here.push(...spaces));
  there.listen((spaces) => heard.there.push(...spaces));
  const spaces = Array.from({ length: 2500 }, (_, index) => `town:${String(index).padStart(26, '0')}`);
  here.tell(spaces);
  await expect.poll(() => heard.there.length).toBe(spaces.length);
  expect(heard.there).toEqual(spaces);
  there.tell(['round:LAST']);
  await expect.poll(() => heard.here.at(-1)).toBe('round:LAST');
  expect(heard.here).toEqual([...spaces, 'round:LAST']);
  await Promise.all([here.close(), there.close()]);
  await dropDatabase(where);
});

test('a line for news that broke is made anew', async () => {
  const where = await aDatabase('empty');
  const [here, there] = [createPostgresCommits(where, silent), createPostgresCommits(where, silent)];
  await untilListening(where, 2);
  const heard: string[] = [];
  there.listen((spaces) => heard.push(...spaces));
  const hand = await aHand(where);
  await hand.ask(`select pg_terminate_backend(pid) ${listening}`);
  await hand.close();
  await expect
    .poll(
      () => {
        here.tell(['round:AGAIN']);
        return heard.length;
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(0);
  await Promise.all([here.close(), there.close()]);
  await dropDatabase(where);
});

async function untilListening(where: string, count: number): Promise<void> {
  const hand = await aHand(where);
  await expect.poll(async () => (await hand.ask(`select ${listening} and state = 'idle' and query <> ''`)).length).toBe(count);
  await hand.close();
}
