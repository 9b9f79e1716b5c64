// Whether a request that changes something comes from this endpoint's own page. A browser says where the page is from, in
// `Origin` and in `Sec-Fetch-Site`, and no page can make it say something else. Other programs say neither, and carry no cookie
// that a page could abuse.

/**
 * `publicOrigin` is where people reach the endpoint; then its page is there and nowhere else, down to scheme and port. An
 * endpoint that nobody named one for takes the host that it was asked as.
 */
export function isOwnOrigin({ headers, url }: Pick<Request, 'headers' | 'url'>, publicOrigin: string | undefined): boolean {
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none') return false; // a neighbour under the same domain is foreign as well
  const origin = headers.get('origin');
  if (origin === null) return true;
  if (publicOrigin !== undefined) return origin === publicOrigin;
  const host = hostOf(origin);
  return host !== undefined && host === hostOf(`http://${headers.get('host') ?? new URL(url).host}`);
}

/** With the port where it is not the scheme's own; undefined for 'null', which hidden and sandboxed pages are from. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
