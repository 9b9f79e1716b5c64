// Single values that the endpoint keeps about itself.

import { compiled } from './store/compiled.ts';
import type { Store } from './store/tables.ts';

export async function readSetting(db: Store, name: string): Promise<string | undefined> {
  return (await settingNamed.first(db, { name }))?.value;
}

const settingNamed = compiled((db, { name }: { name: string }) =>
  db.selectFrom('setting').select('value').where('name', '=', name),
);

/** Keeps a value under a name that had none; false when it has one, be it that another process was faster. */
export async function addSetting(db: Store, name: string, value: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('setting')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/** Ops received before this instant (ms since 1970) are in a backup; 0 before the first one. Backups note it under this name. */
export async function readBackedUpThrough(db: Store): Promise<number> {
  return Number((await readSetting(db, backedUpThroughSetting)) ?? 0);
}

/** Says so from now on; an earlier claim that reaches further stays true. */
export async function noteBackedUpThrough(db: Store, throughMs: number): Promise<void> {
  const through = Math.max(throughMs, await readBackedUpThrough(db));
  const values = { name: backedUpThroughSetting, value: String(through) };
  await db
    .insertInto('setting')
    .values(values)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute();
}

export const backedUpThroughSetting = 'backed-up-through';
