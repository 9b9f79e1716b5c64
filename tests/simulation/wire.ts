// The packed wire: what is unpacked at one end must be what was packed at the other, of every message.

import { isDeepStrictEqual } from 'node:util';
import { packRequest, unpackAnswer, unpackRequest } from '#protocol/pack.ts';
import type { SyncRequest } from '#protocol/sync.ts';
import { protocolVersion } from '#protocol/version.ts';
import { type SpokenVersion, spokenVersions } from '#server/versions.ts';
import { Broken } from './broken.ts';

/** The body of a request, packed. */
export function bodyFor(request: SyncRequest): string {
  const body = JSON.stringify(packRequest(request));
  if (!isSame(unpackRequest(JSON.parse(body)), request))
    throw new Broken('lost', `another request than ${JSON.stringify(request)}`);
  return body;
}

/** Has the endpoint look at each of its packed answers, and tell of one that is another when it is unpacked. */
export function watchAnswers(onSpoilt: (answer: string) => void): void {
  const today = spokenVersions[protocolVersion];
  if (!today) throw new Error("The endpoint does not speak today's version");
  const writeSync: SpokenVersion['writeSync'] = (answer) => {
    const packed = today.writeSync(answer);
    const unpacked = unpackAnswer(JSON.parse(JSON.stringify(packed)));
    if (!isSame(unpacked, answer)) onSpoilt(JSON.stringify(answer));
    return packed;
  };
  (spokenVersions as Record<number, SpokenVersion>)[protocolVersion] = { ...today, writeSync };
}

/** As JSON tells it: a member that is undefined is none. */
function isSame(unpacked: unknown, message: unknown): boolean {
  return isDeepStrictEqual(unpacked, JSON.parse(JSON.stringify(message)));
}
