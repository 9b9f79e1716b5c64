// Wrong typed codes are counted in the database, from every address and every process together: a code that people can type is
// short enough for many machines to guess at, and a restart must not begin their count anew.
// Promises: in no hour more than so many. A try is taken before the code is looked at, and given back after a right one.

import type { RateLimit } from './http/rate-limit.ts';
import type { Store } from './store/tables.ts';

const hourMs = 60 * 60 * 1000;

/** Has one name only: everybody's. */
export function createTypedTries(store: Store, now: () => number, perHour: number): RateLimit {
  const thisHour = () => Math.floor(now() / hourMs);
  const secondsLeft = (hour: number) => Math.max(1, Math.ceil(((hour + 1) * hourMs - now()) / 1000));
  return {
    take: async () => {
      const hour = thisHour();
      const row = await store.selectFrom('typed_tries').select('tries').where('hour', '=', hour).executeTakeFirst();
      if (row && row.tries >= perHour) return secondsLeft(hour); // a flood costs no write
      const { tries } = await store
        .insertInto('typed_tries')
        .values({ hour, tries: 1 })
        .onConflict((conflict) => conflict.column('hour').doUpdateSet((row) => ({ tries: row('typed_tries.tries', '+', 1) })))
        .returning('tries')
        .executeTakeFirstOrThrow();
      if (!row) await store.deleteFrom('typed_tries').where('hour', '<', hour).execute();
      return tries > perHour ? secondsLeft(hour) : 0;
    },
    giveBack: async () => {
      await store
        .updateTable('typed_tries')
        .set((row) => ({ tries: row('tries', '-', 1) }))
        .where('hour', '=', thisHour())
        .where('tries', '>', 0)
        .execute();
    },
  };
}
