// POST /api/sync: reads the request, checks what it claims, and answers.
// Leaves to others: who asks (the session is given), what happens (answer-sync.ts).

import { spaceKind } from '#domain/ids.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import { maxBasesPerRequest, maxNodesPerRequest, maxRequestBytes } from '#protocol/limits.ts';
import type { ParsedSyncRequest } from '#protocol/sync.ts';
import { answerError, answerJson } from '../http/answers.ts';
import { readJson } from '../http/read-body.ts';
import type { Session } from '../sessions.ts';
import { type SpokenVersion, versionOf } from '../versions.ts';
import { answerSync, type SyncPorts } from './answer-sync.ts';

export async function syncRoute(
  ports: SyncPorts,
  request: Request,
  session: Session,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const body = await readJson(request, maxRequestBytes);
  if (!body.ok) return answerError(request, { error: body.refusal });
  const version = versionOf(body.value);
  if (!version.ok) return answerError(request, version.refusal);
  const parsed = readSyncRequest(version.value, body.value);
  if ('error' in parsed) return answerError(request, parsed);
  const answer = await answerSync(ports, session, parsed);
  if (!answer.ok) return answerError(request, answer.refusal);
  return answerJson(request, version.value.writeSync(answer.value), headers);
}

function readSyncRequest({ readSync }: SpokenVersion, body: unknown): ParsedSyncRequest | ErrorBody {
  const request = readSync(body);
  if (!request || !isSound(request)) return { error: 'malformed' };
  return isBounded(request) ? request : { error: 'too-large' };
}

/** Everything that costs a look into the database is bounded, so that no request holds up the others. */
function isBounded({ nodes, ops }: ParsedSyncRequest): boolean {
  const bases = ops.reduce((count, { base }) => count + base.length, 0);
  return Object.keys(nodes).length <= maxNodesPerRequest && bases <= maxBasesPerRequest;
}

const nodePattern = /^[0-9A-Za-z-]{1,64}$/;
const wordPattern = /^[0-9A-Za-z:-]{0,100}$/;
const opNamePattern = /^[0-9A-Za-z-]{1,64}:-?\d{1,15}$/;

/** Names are digits, letters and hyphens, so that they are the same in every language, database and log. */
function isSound({ from, ops, nodes, cursors }: ParsedSyncRequest): boolean {
  if (!nodePattern.test(from.node) || (ops.length > 0 && from.n < 1)) return false;
  if (!Object.keys(nodes).every((node) => nodePattern.test(node))) return false;
  if (!Object.keys(cursors).every((space) => spaceKind(space) !== undefined)) return false;
  return ops.every(({ space, kind, id, town, field, base, tx }, index) => {
    const words = [space, kind, id, field, town ?? ''];
    const n = from.n + index;
    return words.every((word) => wordPattern.test(word)) && base.every((name) => opNamePattern.test(name)) && (tx ?? n) <= n;
  });
}
