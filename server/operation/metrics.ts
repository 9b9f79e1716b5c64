// What the endpoint counts of itself, in the text format of Prometheus.
// Promises: no label says who somebody is or what was written: routes, statuses and codes of the protocol only.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  readonly answered: (route: string, status: number) => void;
  /** Of one push: how many ops it carried, and which of them were refused with which code. What is sent again counts again. */
  readonly pushed: (ops: number, refused: readonly (readonly [number, string])[]) => void;
  /** Passes the work on, and notes how long it took. */
  readonly timed: <Value>(what: 'push' | 'pull', work: () => Promise<Value>) => Promise<Value>;
  readonly contentType: string;
  readonly text: () => Promise<string>;
};

/** What is looked up when somebody asks. */
export type Gauges = {
  readonly streams: () => number;
  readonly sessions: () => Promise<number>;
  readonly databaseBytes: () => Promise<number>;
  /** ms since 1970; undefined while there is none. */
  readonly lastBackupMs: () => Promise<number | undefined>;
  readonly hasProblem: () => Promise<boolean>;
};

export type Measure = Pick<Metrics, 'pushed' | 'timed'>;

/** For an endpoint that nobody watches. */
export const notMeasured: Measure = { pushed: () => {}, timed: (_what, work) => work() };

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'tequio_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  const ops = new Counter({
    name: 'tequio_ops_total',
    help: 'Ops answered, by verdict: accepted, or the code of the refusal.',
    labelNames: ['verdict'],
    registers,
  });
  const durations = new Histogram({
    name: 'tequio_sync_seconds',
    help: 'How long the two halves of a sync took: push commits, pull reads.',
    labelNames: ['half'],
    buckets,
    registers,
  });
  gauge('tequio_streams', 'Streams of events that are open.', async () => gauges.streams());
  gauge('tequio_sessions', 'Sessions that are not revoked.', gauges.sessions);
  gauge('tequio_database_bytes', 'Size of the database.', gauges.databaseBytes);
  gauge('tequio_last_backup_seconds', 'When the last backup was made, in seconds since 1970; 0 for none.', async () =>
    Math.floor(((await gauges.lastBackupMs()) ?? 0) / 1000),
  );
  gauge('tequio_problem', '1 while /api/ready names a problem.', async () => ((await gauges.hasProblem()) ? 1 : 0));

  function gauge(name: string, help: string, look: () => Promise<number>): void {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await look());
      },
    });
  }

  return {
    answered: (route, status) => requests.inc({ route, status }),
    pushed: (count, refused) => {
      for (const [, code] of refused) ops.inc({ verdict: code });
      ops.inc({ verdict: 'accepted' }, count - refused.length);
    },
    timed: async (half, work) => {
      const end = durations.startTimer({ half });
      try {
        return await work();
      } finally {
        end();
      }
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
