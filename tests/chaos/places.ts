// Where the killed endpoint keeps its data, and how that is read behind its back: a file of one process, or a PostgreSQL that two
// share. One of these is killed at a time; the other one goes on with the devices that reach it.

import { join } from 'node:path';
import { Client } from 'pg';
import type { StoredOp } from '#tests/load/stored-ops.ts';
import { startCluster } from '#tests/support/postgres.ts';
import { readStoredOps } from './compare.ts';

export type Place = {
  /** The data folder of each process. */
  readonly dataDirs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly storedOps: () => Promise<readonly StoredOp[]>;
  readonly end: () => Promise<void>;
};

export function inAFile(folder: string): Place {
  const dataDir = join(folder, 'data');
  return { dataDirs: [dataDir], env: {}, storedOps: async () => readStoredOps(dataDir), end: async () => {} };
}

/** It waits for its disk, as it would in earnest. */
export async function onPostgres(folder: string): Promise<Place> {
  const cluster = await startCluster({ durable: true });
  await cluster.run('create database chaos');
  const url = cluster.url('chaos');
  return {
    dataDirs: ['one', 'two'].map((name) => join(folder, name)),
    env: { DATABASE_URL: url },
    storedOps: async () => {
      const client = new Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query<StoredOp>('select node, n::int, stamp, hash from op');
      await client.end();
      return rows;
    },
    end: cluster.end,
  };
}
