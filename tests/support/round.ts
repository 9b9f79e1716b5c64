// A small round with the real endpoint and real devices in one process: the endpoint's handler is the devices' line.
// The test controls every clock, and what the line does to a request.

import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { adoptAccount, type DataPorts, ensureDeviceRow } from '#data/device-row.ts';
import { mutate } from '#data/mutate.ts';
import { currentActor } from '#data/round-queries.ts';
import type { Change } from '#domain/change.ts';
import type { ExampleRound } from '#example/content-types.ts';
import { parseJoined } from '#protocol/invitation.ts';
import { packRequest, unpackAnswer } from '#protocol/pack.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { createEndpoint, type Endpoint } from '#server/endpoint.ts';
import { exampleOf, loadExample } from '#server/example.ts';
import { createInvitation } from '#server/invitations.ts';
import { type AppendEntries, createJournal } from '#server/journal/journal.ts';
import type { Entry } from '#server/journal/registrations.ts';
import { replay } from '#server/journal/replay.ts';
import type { Limits } from '#server/limits.ts';
import { openStore } from '#server/store/open-store.ts';
import type { Store } from '#server/store/tables.ts';
import { type Delivered, type SyncOutcome, syncOnce } from '#sync/sync-once.ts';
import { aDevice, type Clock, seededRandom } from './device.ts';

const silent = { warn: () => {}, error: () => {}, info: () => {} };

/** What happens to the next request: it arrives, never arrives, or is committed and its answer is lost. */
export type LineFate = 'open' | 'request-lost' | 'answer-lost';

export type TestPhone = {
  readonly ports: DataPorts;
  readonly clock: Clock;
  readonly cookie: string;
  /** Saves through the device's own rights; gives the refusal's code, or undefined when it was saved. */
  readonly save: (changes: readonly Change[]) => Promise<string | undefined>;
  readonly sync: (fate?: LineFate) => Promise<SyncOutcome>;
  /** Replaces the line, to play an endpoint or a network that misbehaves. */
  readonly tamper: (change: (delivered: Delivered) => Delivered | Promise<Delivered>) => void;
};

export type TestRound = {
  readonly store: Store;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  /** A new device of the example's person with that key, or of somebody new with the same part. */
  readonly phone: (personKey: string, who?: 'somebody-new') => Promise<TestPhone>;
  /** Another device with everything that this one holds: its changes, its name, its session. */
  readonly copyOf: (phone: TestPhone) => Promise<TestPhone>;
  /**
   * Keeps the endpoint's database as it is now; what it gives back puts that database in the place of the present one, and
   * replays these journals.
   */
  readonly backUp: () => Promise<(journals?: readonly Entry[]) => Promise<void>>;
  /** Everything that was journalled so far. */
  readonly journals: Entry[];
  readonly close: () => Promise<void>;
};

/** `pageBytes`: what every request asks for at most, to play a line that carries little. `append`: where journals go as well. */
export async function aRound(
  content: ExampleRound = smallRound,
  pageBytes?: number,
  limits?: Partial<Limits>,
  append: AppendEntries = async () => {},
): Promise<TestRound> {
  let store = await openStore(':memory:');
  const clock: Clock = { ms: Date.UTC(2026, 6, 15, 16) };
  const random = seededRandom(70_007);
  await loadExample(store, content, random);
  const journals: Entry[] = [];
  const keep: AppendEntries = async (entries) => {
    journals.push(...entries);
    await append(entries);
  };
  const open = () => {
    const journal = createJournal({ store, append: keep, log: silent });
    return createEndpoint({ store, now: () => clock.ms, random, log: silent, journal, limits });
  };
  let endpoint = open();
  const { people, roundId } = exampleOf(content);

  const phone = async (personKey: string, who?: 'somebody-new'): Promise<TestPhone> => {
    const person = people.find(({ key }) => key === personKey);
    if (!person) throw new Error(`The round has nobody called ${personKey}`);
    const ports = await aDevice({ ms: clock.ms });
    const { role, position, groups, town } = person;
    const offer = { role, position, groups, town: town?.id ?? null, round: roundId, person: who ? null : person.id };
    const { link } = await createInvitation(store, offer, { nowMs: clock.ms, random });
    const { node } = await ensureDeviceRow(ports);
    const answer = await endpoint.fetch(post('/api/join', { code: link, node, deviceName: personKey }));
    const joined = parseJoined(await answer.json());
    if (!joined) throw new Error('Joining failed');
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    await adoptAccount(ports, joined);
    return aPhone(() => endpoint, ports, cookie, pageBytes);
  };

  const copyOf = async (original: TestPhone): Promise<TestPhone> => {
    const ports = await aDevice({ ms: original.clock.ms });
    for (const table of original.ports.database.tables) {
      await ports.database.table(table.name).clear();
      await ports.database.table(table.name).bulkPut(await table.toArray());
    }
    return aPhone(() => endpoint, ports, original.cookie, pageBytes);
  };

  const backUp = async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'tequio-backup-')), 'tequio.sqlite');
    await sql`vacuum into ${sql.lit(file)}`.execute(store);
    return async (entries: readonly Entry[] = []) => {
      await endpoint.close();
      const restored = `${file}-restored-${randomUUID()}`;
      copyFileSync(file, restored);
      store = await openStore(restored);
      await replay(store, entries, { nowMs: clock.ms, random });
      endpoint = open();
    };
  };

  return {
    get store() {
      return store;
    },
    get endpoint() {
      return endpoint;
    },
    clock,
    journals,
    phone,
    copyOf,
    backUp,
    close: () => endpoint.close(),
  };
}

function aPhone(
  endpoint: () => Endpoint,
  ports: DataPorts & { readonly clock: Clock },
  cookie: string,
  pageBytes: number | undefined,
): TestPhone {
  let change = (delivered: Delivered): Delivered | Promise<Delivered> => delivered;
  const deliver = async (request: SyncRequest, fate: LineFate): Promise<Delivered> => {
    if (fate === 'request-lost') return { type: 'cut' };
    const asked = pageBytes === undefined ? request : { ...request, maxBytes: pageBytes };
    const answer = await endpoint().fetch(post('/api/sync', packRequest(asked), cookie));
    if (fate === 'answer-lost') return { type: 'cut' };
    const body = answer.status === 200 ? unpackAnswer(await answer.json()) : await answer.json();
    return change({ type: 'answer', status: answer.status, body });
  };
  const sync = (fate: LineFate = 'open') => {
    const send = (request: SyncRequest) => {
      const delivered = deliver(request, fate);
      return () => delivered;
    };
    return syncOnce({ ports, send, exclusively: (run) => run() });
  };
  return {
    ports,
    clock: ports.clock,
    cookie,
    sync,
    save: async (changes) => {
      const result = await mutate(ports, await currentActor(ports.database), changes);
      return result.ok ? undefined : result.refusal.code;
    },
    tamper: (next) => {
      change = next;
    },
  };
}

function post(path: string, body: unknown, cookie?: string): Request {
  const headers = { 'content-type': 'application/json', ...(cookie && { cookie }) };
  return new Request(`http://tequio.test${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** One group with a mentor, a receiving town and one that only looks on; one plan with one action and three items. */
export const smallRound: ExampleRound = {
  programme: 'Programa',
  name: 'Edición de prueba',
  number: 2,
  opensOn: '2026-05-07',
  closesOn: '2026-10-30',
  today: '2026-07-15',
  themes: [{ key: 'public-services', name: 'Servicios públicos' }],
  towns: [
    { key: 'queretaro', name: 'Querétaro', part: 'mentor' },
    { key: 'chapa-de-mota', name: 'Chapa de Mota', part: 'receiver' },
    { key: 'huehuetoca', name: 'Huehuetoca', part: 'receiver' },
  ],
  groups: [{ theme: 'public-services', name: 'Grupo de servicios', sessionDays: ['2026-05-07', '2026-07-16'] }],
  people: [
    { key: 'coordinator', role: 'coordinator', town: null, position: 'Coordinación', groups: [] },
    { key: 'mentor', role: 'mentor', town: 'queretaro', position: 'Mentoría', groups: ['public-services'] },
    { key: 'liaison', role: 'liaison', town: 'chapa-de-mota', position: 'Enlace municipal', groups: ['public-services'] },
    { key: 'official', role: 'official', town: 'chapa-de-mota', position: 'Obras públicas', groups: ['public-services'] },
    { key: 'observer', role: 'observer', town: 'chapa-de-mota', position: 'Presidencia', groups: ['public-services'] },
    { key: 'neighbour', role: 'liaison', town: 'huehuetoca', position: 'Enlace municipal', groups: ['public-services'] },
  ],
  plans: [
    {
      town: 'chapa-de-mota',
      theme: 'public-services',
      title: 'Calles con luz',
      objective: 'Más luz',
      problem: 'Calles oscuras',
      startDay: '2026-05-07',
      endDay: '2026-10-30',
      lines: [
        {
          title: 'Alumbrado',
          actions: [
            {
              title: 'Censo de luminarias',
              responsible: 'official',
              startDay: '2026-05-10',
              dueDay: '2026-07-20',
              state: 'in-progress',
              items: [
                { title: 'Recorrer el centro', doneDay: '2026-06-01' },
                { title: 'Recorrer la cabecera' },
                { title: 'Capturar' },
              ],
            },
          ],
        },
      ],
      notes: [{ by: 'liaison', day: '2026-06-02', text: 'Faltan doce luminarias en el centro.' }],
    },
  ],
};
