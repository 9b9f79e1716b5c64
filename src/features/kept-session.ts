// Whether somebody left here without a line, so that their session still waits for its end (src/app/leaving.ts). The mark says
// nothing about the person.

export const keptSessionKey = 'tequio.leaving';

export function isSessionKept(): boolean {
  return localStorage.getItem(keptSessionKey) !== null;
}
