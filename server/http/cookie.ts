// The session's cookie: unreadable for scripts, sent to this origin's own pages only.

import { sessionLifeS } from '../sessions.ts';

const plainName = 'tequio';
/** Browsers take this name by https and from the host itself only: no neighbour under the same domain can put it there. */
const hostName = '__Host-tequio';

/** A session that began before there was `hostName`, or by http, comes under the plain name; it moves when it is renewed. */
export function readToken(request: Request): string | undefined {
  const cookies = (request.headers.get('cookie')?.split(';') ?? []).map((cookie) => cookie.trim());
  const named = (name: string) => cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  return named(hostName) ?? named(plainName);
}

/** `isSecure` where the page is reached by https: then the browser never sends it in the open. */
export function tokenCookie(token: string, isSecure: boolean): string {
  return cookie(token, sessionLifeS, isSecure);
}

/** Of one whose session has ended; one under the other name would open nothing either. */
export function endedCookie(isSecure: boolean): string {
  return cookie('', 0, isSecure);
}

function cookie(token: string, maxAgeS: number, isSecure: boolean): string {
  const name = isSecure ? hostName : plainName;
  return `${name}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}
