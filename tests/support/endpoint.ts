// The real endpoint for tests: its handler as `fetch`, on a database of its own, with a clock that the test controls.
// The database is a file, or on PostgreSQL where the run says so (vitest.config.ts).

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordId } from '#domain/ids.ts';
import type { Role } from '#domain/kinds/membership.ts';
import { exampleRound } from '#example/content/round.ts';
import type { TownKey } from '#example/content-types.ts';
import type { Joined } from '#protocol/invitation.ts';
import { createEndpoint, type Endpoint, type EndpointParts } from '#server/endpoint.ts';
import { beginRound, exampleOf, loadExample, readFirstRound } from '#server/example.ts';
import { type Codes, createInvitation, type InvitationMeans, type Offer } from '#server/invitations.ts';
import type { Log } from '#server/log.ts';
import { openCommits, openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { aDatabase, dropDatabase } from './databases-of-run.ts';
import { type Clock, seededRandom } from './device.ts';

export const testOrigin = 'http://endpoint.test';

/** Carries the cookie of a joined device; `person`, `device` and `round` are the ids that joining gave. */
export type JoinedFetch = ((request: Request) => Promise<Response>) & Joined & { readonly cookie: string };

export type TestEndpoint = {
  /** As it comes from that network address; always the same one if absent. */
  readonly fetch: (request: Request, address?: string) => Promise<Response>;
  readonly clock: Clock;
  /** The database behind it, to look at or to break. */
  readonly store: () => Store;
  readonly roundId: RecordId;
  /** Lines that were logged. */
  readonly logged: readonly string[];
  /** Codes for a person of the example with that role, in that town (any town, if absent); throws if there is none. */
  readonly invite: (
    role: Role,
    town?: TownKey | null,
    changes?: Partial<Offer> & Pick<Partial<InvitationMeans>, 'lifeMs' | 'uses' | 'maker'>,
  ) => Promise<Codes>;
  readonly join: (code: string, node: string, deviceName?: string) => Promise<JoinedFetch>;
  /** Invites and joins in one go. */
  readonly joinedFetch: (role: Role, town: TownKey | null | undefined, node: string) => Promise<JoinedFetch>;
  /** The address of the database, or its file. */
  readonly where: string;
  /** One more endpoint on the same database, as another process would be; it ends with this one. */
  readonly beside: (parts?: Partial<EndpointParts>) => Promise<Endpoint>;
  /** Opens the same database again, as a new process would. Sessions stay. */
  readonly restart: () => Promise<void>;
  readonly hangUp: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type EndpointWishes = {
  /** Default: noon of the example's day, standing still. */
  readonly clock?: Clock;
  /** false: an empty round instead of the example. */
  readonly example?: boolean;
  /** A database that is there already and holds its round; it stays. */
  readonly where?: string;
} & Partial<Pick<EndpointParts, 'appFolder' | 'publicOrigin' | 'limits' | 'heartbeatMs'>>;

export async function anEndpoint({
  clock = noonOfExample(),
  example = true,
  where,
  ...parts
}: EndpointWishes = {}): Promise<TestEndpoint> {
  const database = where === undefined ? await aTestDatabase(example) : { where, remove: async () => {} };
  const random = seededRandom(example ? 1001 : 1002);
  const logged: string[] = [];
  let { store, endpoint } = await open();
  if (!example) await beginRound(store, clock.ms, random);
  const roundId = (await readFirstRound(store))?.roundId ?? '';

  const others: Endpoint[] = [];

  async function open(more: Partial<EndpointParts> = {}): Promise<{ store: Store; endpoint: Endpoint }> {
    const [opened, log] = [await openStore(database.where), fakeLog(logged)];
    const commits = openCommits(database.where, log);
    return {
      store: opened,
      endpoint: createEndpoint({ ...parts, store: opened, commits, now: () => clock.ms, random, log, ...more }),
    };
  }

  const fetch = (request: Request, address = '192.0.2.1') => endpoint.fetch(request, { address });

  const invite: TestEndpoint['invite'] = async (role, town, { lifeMs, uses, maker, ...changes } = {}) => {
    const offer = { ...(example ? offerOf(role, town) : emptyOffer(role, roundId)), ...changes };
    return createInvitation(store, offer, { nowMs: clock.ms, random, lifeMs, uses, maker });
  };

  const joinWith: TestEndpoint['join'] = async (code, node, deviceName = 'A test phone') => {
    const response = await fetch(postJson('/api/join', { code, node, deviceName }));
    if (response.status !== 200) throw new Error(`Joining failed: ${response.status} ${await response.text()}`);
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const joined = (await response.json()) as Joined;
    const send = (request: Request) => {
      const carrying = new Request(request);
      carrying.headers.set('cookie', cookie);
      return fetch(carrying);
    };
    return Object.assign(send, joined, { cookie });
  };

  return {
    fetch,
    clock,
    store: () => store,
    roundId,
    logged,
    invite,
    join: joinWith,
    joinedFetch: async (role, town, node) => joinWith((await invite(role, town)).link, node),
    where: database.where,
    beside: async (more) => {
      const { endpoint: other } = await open(more);
      others.push(other);
      return other;
    },
    restart: async () => {
      await endpoint.close();
      ({ store, endpoint } = await open());
    },
    hangUp: () => endpoint.hangUp(),
    close: async () => {
      for (const each of [endpoint, ...others]) await each.close();
      await database.remove();
    },
  };
}

export function postJson(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Request {
  return new Request(`${testOrigin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Noon in the towns' zone on the day that the example shows as today. */
function noonOfExample(): Clock {
  return { ms: Date.parse(`${exampleRound.today}T18:00:00Z`) };
}

/** Somebody of the example with a role in a town, as an offer to join as one more device. */
function offerOf(role: Role, town: TownKey | null | undefined): Offer {
  const { people, roundId } = exampleOf(exampleRound);
  const content = exampleRound.people.find((person) => person.role === role && (town === undefined || person.town === town));
  const person = people.find(({ key }) => key === content?.key);
  if (!person) throw new Error(`The example has no ${role} in ${town ?? 'any town'}`);
  return {
    role,
    town: person.town?.id ?? null,
    position: person.position,
    groups: person.groups,
    round: roundId,
    person: person.id,
  };
}

function emptyOffer(role: Role, round: RecordId): Offer {
  return { role, town: null, position: 'A position', groups: [], round, person: null };
}

type TestDatabase = { readonly where: string; readonly remove: () => Promise<void> };

function aTestDatabase(example: boolean): Promise<TestDatabase> {
  return (process.env.TEQUIO_TEST_STORE === 'postgres' ? onPostgres : asFile)(example);
}

async function asFile(example: boolean): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'tequio-endpoint-'));
  const where = join(folder, 'tequio.sqlite');
  if (example) copyFileSync(await exampleFile(), where);
  return { where, remove: async () => rmSync(folder, { recursive: true }) };
}

async function onPostgres(example: boolean): Promise<TestDatabase> {
  const where = await aDatabase(example ? 'example' : 'empty');
  return { where, remove: () => dropDatabase(where) };
}

let example: Promise<string> | undefined;

/** A database with the example, written once per test process and copied for each endpoint. */
function exampleFile(): Promise<string> {
  example ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tequio-example-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'tequio.sqlite');
    const store = await openStore(file);
    await loadExample(store, exampleRound, seededRandom(1000));
    await store.destroy();
    return file;
  })();
  return example;
}

function fakeLog(lines: string[]): Log {
  const keep = (facts: Readonly<Record<string, unknown>>, message: string) => {
    lines.push(`${message} ${JSON.stringify(facts)}`);
  };
  return { info: keep, warn: keep, error: keep };
}
