// Reads what a request asks for, in the version of the protocol that it names.

import { ok, type Result, refuse } from '#domain/result.ts';
import type { ErrorBody } from '#protocol/codes.ts';
import { readJson } from './http/read-body.ts';
import { type SpokenVersion, versionOf } from './versions.ts';

export async function readAsked<Wish>(
  request: Request,
  maxBytes: number,
  reader: (version: SpokenVersion) => (body: unknown) => Wish | undefined,
): Promise<Result<{ readonly version: SpokenVersion; readonly wish: Wish }, ErrorBody>> {
  const body = await readJson(request, maxBytes);
  if (!body.ok) return refuse({ error: body.refusal });
  const version = versionOf(body.value);
  if (!version.ok) return version;
  const wish = reader(version.value)(body.value);
  return wish ? ok({ version: version.value, wish }) : refuse({ error: 'malformed' });
}
