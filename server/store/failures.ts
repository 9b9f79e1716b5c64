// What a database may answer instead of doing what it was asked.
// Promises: decided by codes (PostgreSQL's, postgresql.org/docs/current/errcodes-appendix.html), never by texts.

/** The database cannot be reached, or the line to it broke: nobody knows whether the last statement was still done. */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';

  constructor(cause: unknown) {
    super('the database cannot be reached', { cause });
  }
}

/** Undone because two transactions were in each other's way: the same once more will most likely work. */
export function isCollision(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/**
 * Lines, resources, an operator's doing, a lock that was not to be had, a standby that only reads: not what was asked is
 * wrong, and asking again later may help.
 */
export function isPassing(error: unknown): boolean {
  return error instanceof StoreAway || /^(08|40|53|57|55P03|25P03|25006)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
