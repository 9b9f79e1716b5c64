// The endpoint as a function from request to answer: the API under /api, the built app everywhere else.
// Promises: no socket, clock or randomness of its own, so tests call it as they would `fetch`; a broken promise inside
// becomes the code 'failed' and a line in the log without personal data; a database that is away for a while, 'busy'.
// Leaves to others: listening (main.ts), making the example (example.ts).

import { Hono } from 'hono';
import { createNodeId, type RandomBytes } from '#domain/ids.ts';
import { type Commits, createCommits } from './commits.ts';
import { createHeadStreams } from './head-streams.ts';
import { historyRoute } from './history/history-route.ts';
import { answerError, answerEvents, answerJson } from './http/answers.ts';
import { createAppFiles } from './http/app-files.ts';
import { endedCookie, readToken, tokenCookie } from './http/cookie.ts';
import { isOwnOrigin } from './http/own-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { createTryLimit } from './http/try-limit.ts';
import { joinRoute, lookRoute } from './invitation-routes.ts';
import { contactsRoute, inviteRoute, listRoute, withdrawRoute } from './inviting-routes.ts';
import { factsOf, type Log } from './log.ts';
import { createRightsOf } from './rights.ts';
import { authenticate, leaveDevice, type Session } from './sessions.ts';
import { isPassing } from './store/failures.ts';
import type { Store } from './store/tables.ts';
import { createDigestOf } from './sync/differing.ts';
import { syncRoute } from './sync/sync-route.ts';
import { version } from './version.ts';

export type EndpointParts = {
  readonly store: Store;
  /** ms since 1970 */
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly log: Log;
  /** What other processes on the same database tell and are told; without it there is no other. */
  readonly commits?: Commits;
  /** Where the endpoint is reached from outside, as in 'https://tequio.example'; the request's own host if absent. */
  readonly publicOrigin?: string;
  /** The built app; without it only the API is served. */
  readonly appFolder?: string;
  /** Wrong codes that one address may try. */
  readonly codeTries?: { readonly tries: number; readonly perS: number };
  readonly heartbeatMs?: number;
};

/** `address` is the network address that asks. */
export type Asker = { readonly address: string };

export type Endpoint = {
  readonly fetch: (request: Request, asker?: Asker) => Promise<Response>;
  /** Ends the answers that would never end by themselves; to be called before waiting for running requests. */
  readonly hangUp: () => Promise<void>;
  /** Hangs up and closes the database; to be called when no request is running. */
  readonly close: () => Promise<void>;
};

type Env = { Bindings: Asker };

const codeTries = { tries: 10, perS: 600 };
/** Well below the minute after which proxies usually take a silent line for dead. */
const heartbeatMs = 25_000;

export function createEndpoint(parts: EndpointParts): Endpoint {
  const { store, now, log, publicOrigin } = parts;
  const ports = {
    ...parts,
    rightsOf: createRightsOf(),
    digestOf: createDigestOf(),
    ownNode: createNodeId(parts.random),
    tryLimit: createTryLimit(parts.codeTries ?? codeTries),
    commits: parts.commits ?? createCommits(),
  };
  const headStreams = createHeadStreams({ ...ports, heartbeatMs: parts.heartbeatMs ?? heartbeatMs });
  const appFiles = parts.appFolder === undefined ? undefined : createAppFiles(parts.appFolder);
  const isSecure = (request: Request) => (publicOrigin ?? new URL(request.url).origin).startsWith('https:');
  const sessionOf = (request: Request) => authenticate(store, readToken(request), now());

  const api = new Hono<Env>();
  api.use(async (context, next) => {
    const { method } = context.req;
    const isReading = method === 'GET' || method === 'HEAD';
    if (isReading || isOwnOrigin(context.req.raw, publicOrigin)) return next();
    return answerError(context.req.raw, { error: 'foreign-origin' });
  });
  api.get('/health', ({ req }) => answerJson(req.raw, { status: 'ok', version }));
  api.post('/sync', async ({ req }) => {
    const session = await sessionOf(req.raw);
    if (!session.ok) return answerError(req.raw, { error: session.refusal });
    const renewed: Record<string, string> = {};
    if (session.value.renew) renewed['set-cookie'] = tokenCookie(readToken(req.raw) ?? '', isSecure(req.raw));
    return syncRoute(ports, req.raw, session.value, renewed);
  });
  api.get('/events', async ({ req }) => {
    if (req.raw.method === 'HEAD') return answerError(req.raw, { error: 'not-found' }); // it would never be read
    const stream = await headStreams.open(readToken(req.raw));
    return stream.ok ? answerEvents(stream.value) : answerError(req.raw, { error: stream.refusal });
  });
  api.get('/history', async ({ req }) => {
    const session = await sessionOf(req.raw);
    return session.ok ? historyRoute(ports, req.raw, session.value) : answerError(req.raw, { error: session.refusal });
  });
  api.post('/invitation/look', ({ req, env }) => lookRoute(ports, req.raw, env.address));
  api.post('/join', async ({ req, env }) => {
    const session = await sessionOf(req.raw);
    return joinRoute(ports, req.raw, env.address, session.ok ? session.value : undefined, isSecure(req.raw));
  });
  const asPerson = async (request: Request, answer: (session: Session) => Promise<Response>) => {
    const session = await sessionOf(request);
    return session.ok ? answer(session.value) : answerError(request, { error: session.refusal });
  };
  api.get('/invitations', ({ req }) => asPerson(req.raw, (session) => listRoute(ports, req.raw, session)));
  api.post('/invitations', ({ req }) => asPerson(req.raw, (session) => inviteRoute(ports, req.raw, session)));
  api.post('/invitations/withdraw', ({ req }) => asPerson(req.raw, (session) => withdrawRoute(ports, req.raw, session)));
  api.get('/devices', ({ req }) => asPerson(req.raw, (session) => contactsRoute(ports, req.raw, session)));
  api.delete('/session', async ({ req }) => {
    const session = await sessionOf(req.raw);
    if (session.ok) await leaveDevice(store, session.value.device, now());
    return answerJson(req.raw, {}, { 'set-cookie': endedCookie(isSecure(req.raw)) });
  });
  api.all('*', ({ req }) => answerError(req.raw, { error: 'not-found' }));

  const app = new Hono<Env>();
  app.route('/api', api);
  app.get('*', async ({ req }) => (await appFiles?.answer(req.raw)) ?? new Response('Not found', { status: 404 }));
  app.all('*', ({ req }) => answerError(req.raw, { error: 'not-found' }));
  app.onError(async (error, { req }) => {
    log.error({ path: new URL(req.url).pathname, ...factsOf(error) }, 'a request failed');
    return answerError(req.raw, { error: isPassing(error) ? 'busy' : 'failed' });
  });

  return {
    fetch: async (request, asker = { address: 'unknown' }) => {
      const answer = await app.fetch(request, asker);
      for (const [name, value] of Object.entries(securityHeaders(request, isSecure(request)))) answer.headers.set(name, value);
      return answer;
    },
    hangUp: headStreams.close,
    close: async () => {
      await headStreams.close();
      await ports.commits.close();
      await store.destroy();
    },
  };
}
