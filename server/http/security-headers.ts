// Headers that tell the browser what this app never does: load or run anything from elsewhere, turn a text into a script, be
// framed, reach for sensors. Every answer has them, also one that nobody foresaw.
// Promises: no `unsafe-*`, and no name of a Trusted Types policy but the one that src/app/installing.ts makes, which lets the
// service worker's own address through and nothing else.

type Headers = Readonly<Record<string, string>>;

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types tequio-worker',
].join('; ');

const pageHeaders: Headers = {
  'content-security-policy': pagePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
};

/** What only answers to a page's own fetch needs; they are many and small, and no other page can ask for them. */
export const fetchedHeaders: Headers = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
};

/** Another page may try to show or embed what a GET answers. */
const apiHeaders: Headers = {
  ...fetchedHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** Half a year: whoever gives up https again is not locked out for longer. */
const transportHeaders: Headers = { 'strict-transport-security': 'max-age=15552000' };

/** `isHttps`: whether people reach the endpoint by https, whatever stands in front of it. */
export function securityHeaders({ method, url }: Pick<Request, 'method' | 'url'>, isHttps: boolean): Headers {
  const { pathname } = new URL(url);
  const isApi = pathname === '/api' || pathname.startsWith('/api/');
  const isGet = method === 'GET' || method === 'HEAD';
  if (isApi && !isGet) return fetchedHeaders;
  return { ...(isApi ? apiHeaders : pageHeaders), ...(isHttps && transportHeaders) };
}
