// Files that are large, or that few people need and seldom, have a cache of their own: fetched beside the installing, which does not wait for
// all of them, and fetched when they are first asked for if a line broke that off.
// Promises: a file that has arrived stays; what only earlier versions named goes.

/** Addresses as the bundler names them. */
const heavyFiles = [/^assets\/(practice|qr-code|invite-page|invitations-page|person-page|round-dialogs|seldom-texts-(es|de))-/];

const cacheName = 'tequio-heavy';

export function isHeavy(url: string): boolean {
  return heavyFiles.some((pattern) => pattern.test(url));
}

/** Fetches what is not there yet. Never rejects: what a cut line kept back comes later. */
export async function fetchHeavy(cache: Cache, urls: readonly string[]): Promise<void> {
  await Promise.allSettled(urls.map(async (url) => (await cache.match(url)) ?? cache.add(url)));
}

/** From the cache first. */
export async function answerHeavy(cache: Cache, request: Request): Promise<Response> {
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

export async function dropOthers(cache: Cache, urls: readonly string[], base: string): Promise<void> {
  const kept = new Set(urls.map((url) => new URL(url, base).href));
  for (const { url } of await cache.keys()) if (!kept.has(url)) await cache.delete(url);
}

export const openHeavy = (): Promise<Cache> => caches.open(cacheName);
