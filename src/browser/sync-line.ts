// How a sync travels: packed both ways. Apart from the line itself, which the first screen needs as well.

import { packRequest, unpackAnswer } from '#protocol/pack.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import type { Delivered } from '#sync/sync-once.ts';
import { post } from './endpoint-line.ts';

/** `extra` as for post. An answer that cannot be unpacked has no body. */
export async function postSync(path: string, request: SyncRequest, extra?: Readonly<Record<string, string>>): Promise<Delivered> {
  const delivered = await post(path, packRequest(request), extra);
  const isAnswered = delivered.type === 'answer' && delivered.status === 200;
  return isAnswered ? { ...delivered, body: unpackAnswer(delivered.body) } : delivered;
}
