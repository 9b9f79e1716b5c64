// The databases of a run of the tests: one PostgreSQL for all workers, started when the first of them asks, gone with the run.
// The process of the run keeps it; workers ask it over HTTP for a database of their own, empty or with the example round.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exampleRound } from '#example/content/round.ts';
import { loadExample } from '#server/example.ts';
import { openStore } from '#server/store/open-store.ts';
import { seededRandom } from './device.ts';
import { type Cluster, startCluster } from './postgres.ts';

const variable = 'TEQUIO_TEST_DATABASES';

/** Gives what ends it. */
export async function keepDatabases(): Promise<() => Promise<void>> {
  let cluster: Promise<Cluster> | undefined;
  let example: Promise<void> | undefined;
  let count = 0;

  const answer = async (path: string): Promise<string> => {
    cluster ??= startCluster();
    const { run, url } = await cluster;
    const [, what, database = ''] = path.split('/');
    if (what === 'gone') {
      await run(`drop database if exists ${database} with (force)`);
      return '';
    }
    example ??= run('create database example').then(() => fillExample(url('example')));
    await example;
    count += 1;
    await run(`create database of_test_${count} template ${what === 'example' ? 'example' : 'template0'} strategy file_copy`);
    return url(`of_test_${count}`);
  };

  const server = createServer(async (request, response) => {
    const text = await answer(request.url ?? '').catch((error: unknown) => {
      response.statusCode = 500;
      return String(error);
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env[variable] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    server.close();
    server.closeAllConnections();
    await (await cluster)?.end();
  };
}

/** Makes the tables and writes the example round into them. */
export async function fillExample(url: string): Promise<void> {
  const store = await openStore(url);
  await loadExample(store, exampleRound, seededRandom(1000));
  await store.destroy();
}

/** The address of a new database on PostgreSQL. */
export async function aDatabase(content: 'empty' | 'example'): Promise<string> {
  return ask(content);
}

export async function dropDatabase(url: string): Promise<void> {
  await ask(`gone${new URL(url).pathname}`);
}

async function ask(path: string): Promise<string> {
  const response = await fetch(`${process.env[variable]}/${path}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
