// The endpoint as a function from request to answer: the API under /api, the built app everywhere else.
// Promises: no socket, clock or randomness of its own, so tests call it as they would `fetch`; a broken promise inside
// becomes the code 'failed' and a line in the log without personal data; a database that is away for a while, 'busy'.
// Leaves to others: listening (main.ts), making the example (example.ts).

import { type Context, Hono } from 'hono';
import { createNodeId, type RandomBytes } from '#domain/ids.ts';
import type { Result } from '#domain/result.ts';
import { type Commits, createCommits } from './commits.ts';
import { createHeadStreams } from './head-streams.ts';
import { historyRoute } from './history/history-route.ts';
import { answerError, answerEvents, answerJson } from './http/answers.ts';
import { createAppFiles } from './http/app-files.ts';
import { endedCookie, readToken, tokenCookie } from './http/cookie.ts';
import { isOwnOrigin } from './http/own-origin.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { securityHeaders } from './http/security-headers.ts';
import { createTurns } from './http/turns.ts';
import { joinRoute, lookRoute } from './invitation-routes.ts';
import { contactsRoute, inviteRoute, listRoute, withdrawRoute } from './inviting-routes.ts';
import { type Journal, noJournal } from './journal/journal.ts';
import { type Limits, usualLimits } from './limits.ts';
import { factsOf, type Log } from './log.ts';
import { notMeasured } from './operation/metrics.ts';
import { createWatch, type Watched } from './operation/watch.ts';
import { createRightsOf } from './rights.ts';
import { authenticate, findSession, hashOf, leaveDevice, type Session, type SessionRefusal } from './sessions.ts';
import { isPassing } from './store/failures.ts';
import type { Store } from './store/tables.ts';
import { createDigestOf } from './sync/differing.ts';
import { syncRoute } from './sync/sync-route.ts';
import { createTypedTries } from './typed-tries.ts';
import { version } from './version.ts';

export type EndpointParts = {
  readonly store: Store;
  /** ms since 1970 */
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly log: Log;
  /** What other processes on the same database tell and are told; without it there is no other. */
  readonly commits?: Commits;
  /** Without one, what is registered stays in the database alone. */
  readonly journal?: Journal;
  /** Where the endpoint is reached from outside, as in 'https://tequio.example'; the request's own host if absent. */
  readonly publicOrigin?: string;
  /** The built app; without it only the API is served. */
  readonly appFolder?: string;
  /** In the place of single ones of the usual limits. */
  readonly limits?: Partial<Limits>;
  readonly heartbeatMs?: number;
  /** What whoever runs it may look at: /api/ready and /metrics. Without it there is neither. */
  readonly watched?: Watched;
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

/** Well below the minute after which proxies usually take a silent line for dead. */
const heartbeatMs = 25_000;

export function createEndpoint(parts: EndpointParts): Endpoint {
  const { store, now, log, publicOrigin } = parts;
  const limits = { ...usualLimits, ...parts.limits };
  const ports = {
    ...parts,
    journal: parts.journal ?? noJournal,
    rightsOf: createRightsOf(),
    digestOf: createDigestOf(),
    ownNode: createNodeId(parts.random),
    codeTries: createRateLimit(limits.wrongCodes),
    codesInTurn: createTurns(),
    typedTries: createTypedTries(store, now, limits.wrongTypedPerHour),
    commits: parts.commits ?? createCommits(),
  };
  const headStreams = createHeadStreams({ ...ports, heartbeatMs: parts.heartbeatMs ?? heartbeatMs });
  const watch = parts.watched && createWatch(parts.watched, { store, streams: headStreams.count });
  const measure = watch?.measure ?? notMeasured;
  const appFiles = parts.appFolder === undefined ? undefined : createAppFiles(parts.appFolder);
  const isSecure = (request: Request) => (publicOrigin ?? new URL(request.url).origin).startsWith('https:');
  const sessionOf = (request: Request) => authenticate(store, readToken(request), now());
  /** For what changes nothing, not even the day on which the session was last used. */
  const readerOf = (request: Request) => findSession(store, hashOf(readToken(request) ?? ''), now());

  const rates = { device: createRateLimit(limits.device), stranger: createRateLimit(limits.stranger) };
  /** The answer to whoever asks too often. */
  const heldBack = async (request: Request, { address }: Asker, session?: Result<Session, SessionRefusal>) => {
    const retryAfterS = session?.ok ? await rates.device.take(session.value.device) : await rates.stranger.take(address);
    return retryAfterS > 0 ? answerError(request, { error: 'too-many-requests', retryAfterS }) : undefined;
  };
  const asPerson = async ({ req, env }: Context<Env>, answer: (session: Session) => Promise<Response>) => {
    const session = await (isReading(req.raw) ? readerOf(req.raw) : sessionOf(req.raw));
    const held = await heldBack(req.raw, env, session);
    if (held) return held;
    return session.ok ? answer(session.value) : answerError(req.raw, { error: session.refusal });
  };

  const api = new Hono<Env>();
  api.use(async ({ req: { raw }, env }, next) => {
    if (isReading(raw) || isOwnOrigin(raw, publicOrigin)) return next();
    return (await heldBack(raw, env)) ?? answerError(raw, { error: 'foreign-origin' });
  });
  // What these register is in the journal before anybody is told.
  for (const path of ['/join', '/invitations', '/invitations/*', '/session']) {
    api.use(path, async (_context, next) => {
      await next();
      await ports.journal.flush();
    });
  }
  api.get('/health', ({ req }) => answerJson(req.raw, { status: 'ok', version }));
  api.post('/sync', (context) => {
    const { raw } = context.req;
    return asPerson(context, (session) => {
      const renewed: Record<string, string> = {};
      if (session.renew) renewed['set-cookie'] = tokenCookie(readToken(raw) ?? '', isSecure(raw));
      return syncRoute({ ...ports, measure }, raw, session, renewed);
    });
  });
  api.get('/events', (context) => {
    const { raw } = context.req;
    if (raw.method === 'HEAD') return answerError(raw, { error: 'not-found' }); // it would never be read
    return asPerson(context, async () => {
      const stream = await headStreams.open(readToken(raw));
      return stream.ok ? answerEvents(stream.value) : answerError(raw, { error: stream.refusal });
    });
  });
  api.get('/history', (context) => asPerson(context, (session) => historyRoute(ports, context.req.raw, session)));
  api.post('/invitation/look', async ({ req, env }) => {
    return (await heldBack(req.raw, env)) ?? lookRoute(ports, req.raw, env.address);
  });
  api.post('/join', async ({ req, env }) => {
    const held = await heldBack(req.raw, env);
    if (held) return held;
    const session = await sessionOf(req.raw);
    return joinRoute(ports, req.raw, env.address, session.ok ? session.value : undefined, isSecure(req.raw));
  });
  api.get('/invitations', (context) => asPerson(context, (session) => listRoute(ports, context.req.raw, session)));
  api.post('/invitations', (context) => asPerson(context, (session) => inviteRoute(ports, context.req.raw, session)));
  api.post('/invitations/withdraw', (context) => asPerson(context, (session) => withdrawRoute(ports, context.req.raw, session)));
  api.get('/devices', (context) => asPerson(context, (session) => contactsRoute(ports, context.req.raw, session)));
  api.delete('/session', async ({ req, env }) => {
    const session = await sessionOf(req.raw);
    const held = await heldBack(req.raw, env, session);
    if (held) return held;
    if (session.ok) await leaveDevice(store, session.value.device, now());
    return answerJson(req.raw, {}, { 'set-cookie': endedCookie(isSecure(req.raw)) });
  });
  if (watch) api.get('/ready', ({ req, env }) => watch.ready(req.raw, env.address));
  api.all('*', async ({ req, env }) => (await heldBack(req.raw, env)) ?? answerError(req.raw, { error: 'not-found' }));

  const app = new Hono<Env>();
  app.route('/api', api);
  if (watch) app.get('/metrics', ({ req, env }) => watch.metrics(req.raw, env.address));
  app.get('*', async ({ req }) => (await appFiles?.answer(req.raw)) ?? new Response('Not found', { status: 404 }));
  app.all('*', ({ req }) => answerError(req.raw, { error: 'not-found' }));
  app.onError(async (error, { req }) => {
    const { pathname } = new URL(req.url);
    const route = app.routes.some(({ path }) => path === pathname) ? pathname : 'other'; // what people typed is not told
    log.error({ route, ...factsOf(error) }, 'a request failed');
    return answerError(req.raw, { error: isPassing(error) ? 'busy' : 'failed' });
  });

  return {
    fetch: async (request, asker = { address: 'unknown' }) => {
      const answer = await app.fetch(request, asker);
      watch?.answered(request, answer.status);
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

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}
