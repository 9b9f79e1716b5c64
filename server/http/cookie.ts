// The session's cookie: unreadable for scripts, sent to this origin's own pages only.

import { sessionLifeS } from '../sessions.ts';

const name = 'tequio';

export function readToken(request: Request): string | undefined {
  const cookies = request.headers.get('cookie')?.split(';') ?? [];
  const own = cookies.map((cookie) => cookie.trim()).find((cookie) => cookie.startsWith(`${name}=`));
  return own?.slice(name.length + 1);
}

/** `isSecure` where the page is reached by https: then the browser never sends it in the open. */
export function tokenCookie(token: string, isSecure: boolean): string {
  return cookie(token, sessionLifeS, isSecure);
}

export function endedCookie(isSecure: boolean): string {
  return cookie('', 0, isSecure);
}

function cookie(token: string, maxAgeS: number, isSecure: boolean): string {
  return `${name}=${token}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}
