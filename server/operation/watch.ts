// What whoever runs the endpoint may look at over HTTP: GET /api/ready and GET /metrics.
// Promises: anybody learns whether the endpoint is ready, as a proxy must. Reasons, which may name files, and metrics go to this
// machine itself or to whoever has the token; who came through a proxy that says so needs the token.

import { createHash, timingSafeEqual } from 'node:crypto';
import { answerError } from '../http/answers.ts';
import type { Store } from '../store/tables.ts';
import { createMetrics, type Measure } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export type Watched = {
  readonly readiness: () => Promise<Readiness>;
  readonly databaseBytes: () => Promise<number>;
  /** Opens metrics and reasons from elsewhere. */
  readonly token: string | undefined;
};

export type Watch = {
  readonly measure: Measure;
  readonly answered: (request: Request, status: number) => void;
  /** `address` is the network address that asks. */
  readonly ready: (request: Request, address: string) => Promise<Response>;
  readonly metrics: (request: Request, address: string) => Promise<Response>;
};

export function createWatch(
  { readiness, databaseBytes, token }: Watched,
  { store, streams }: { readonly store: Store; readonly streams: () => number },
): Watch {
  const metrics = createMetrics({
    streams,
    databaseBytes,
    sessions: () => countSessions(store),
    lastBackupMs: async () => Date.parse((await readiness()).lastBackup ?? '') || undefined,
    hasProblem: async () => {
      const { reasons, notes } = await readiness();
      return reasons.length + notes.length > 0;
    },
  });
  const mayLook = (request: Request, address: string) => isHere(request, address) || hasToken(request, token);
  return {
    measure: metrics,
    answered: (request, status) => metrics.answered(routeOf(request), status),
    ready: async (request, address) => {
      const state = await readiness();
      const headers = { 'cache-control': 'no-store' };
      const told = mayLook(request, address) ? state : { status: state.status };
      return Response.json(told, { status: state.status === 'ready' ? 200 : 503, headers });
    },
    metrics: async (request, address) => {
      if (!mayLook(request, address)) return answerError(request, { error: 'not-found' });
      const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
      return new Response(await metrics.text(), { headers });
    },
  };
}

async function countSessions(store: Store): Promise<number> {
  const row = await store
    .selectFrom('session')
    .select((count) => count.fn.countAll().as('open'))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.open ?? 0);
}

/** Few and known, whatever is asked for: what people type must not become a label. */
const routes: ReadonlySet<string> = new Set([
  '/api/sync',
  '/api/events',
  '/api/history',
  '/api/join',
  '/api/invitation/look',
  '/api/invitations',
  '/api/invitations/withdraw',
  '/api/devices',
  '/api/session',
  '/api/health',
  '/api/ready',
  '/metrics',
]);

function routeOf(request: Request): string {
  const { pathname } = new URL(request.url);
  if (routes.has(pathname)) return pathname;
  return pathname.startsWith('/api/') ? '/api' : 'app';
}

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

function isHere({ headers }: Request, address: string): boolean {
  const isLoopback = /^(127\.|::1$|::ffff:127\.)/.test(address);
  return isLoopback && !proxyHeaders.some((name) => headers.has(name));
}

function hasToken({ headers }: Request, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (token === undefined || given === undefined) return false;
  return timingSafeEqual(digestOf(given), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
