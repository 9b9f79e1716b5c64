// Whether a request that changes something comes from this endpoint's own page. A browser names the origin of the page; other
// programs name none, and carry no cookie that a page could abuse.

/** `publicOrigin` is where the endpoint is reached from outside, when something stands in front of it. */
export function isOwnOrigin(request: Request, publicOrigin: string | undefined): boolean {
  if (request.headers.get('sec-fetch-site') === 'cross-site') return false;
  const origin = request.headers.get('origin');
  if (origin === null || origin === publicOrigin) return true;
  return hostOf(origin) === (request.headers.get('host') ?? new URL(request.url).host);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
