// How the tables come into being, step by step; run at every start. A step that was released never changes again.
// Promises: safe to repeat; the statements are the same on SQLite and PostgreSQL.

import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Store } from './tables.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': { up: createFirstTables },
  '0002-text-snapshots': { up: createTextSnapshots },
  '0003-history-of-a-record': { up: indexOpsByRecord },
  '0004-ops-under-two-names': { up: addOtherNames },
  '0005-invitations-for-many': { up: letPeopleInvite },
  '0006-typed-tries': { up: createTypedTries },
  '0007-registrations': { up: createRegistrations },
  '0008-meant-bases': { up: addMeantBases },
  '0009-revoked-devices': { up: noteRevokedDevices },
};

/** Whether the tables are this version's already; then there is nothing to wait for. */
export async function isMigrated(store: Store): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store);
    const done = rows.map(({ name }) => name).sort();
    return done.join() === Object.keys(migrations).sort().join();
  } catch {
    return false; // an empty database, or one that cannot be read: migrating will say so
  }
}

/**
 * Brings the database to this version's tables, or to those of an earlier step; throws when a step fails, or when a newer
 * version has been at it.
 */
export async function migrate(store: Store, last?: string): Promise<void> {
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last));
  if (error) throw error;
}

async function createFirstTables(db: Kysely<unknown>): Promise<void> {
  await createHistoryTables(db);
  await createPeopleTables(db);
}

async function createHistoryTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('op')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('town', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('stamp', 'text', (column) => column.notNull())
    .addColumn('effective', 'text', (column) => column.notNull())
    .addColumn('base', 'text', (column) => column.notNull())
    .addColumn('tx', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('number', 'bigint')
    .addColumn('chain', 'text')
    .addColumn('receipt', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('op_by_name', ['node', 'n'])
    .execute();
  await db.schema.createIndex('op_by_number').on('op').columns(['space', 'number']).unique().execute();
  await db.schema
    .createIndex('text_update')
    .on('op')
    .columns(['space', 'kind', 'id', 'field', 'number'])
    .where(sql<boolean>`type = 'text'`)
    .execute();
  await db.schema
    .createTable('field')
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('town', 'text')
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('field_by_name', ['space', 'kind', 'id', 'field'])
    .execute();
  await db.schema.createIndex('field_by_number').on('field').columns(['space', 'number']).execute();
  await db.schema
    .createTable('space')
    .addColumn('space', 'text', (column) => column.notNull().primaryKey())
    .addColumn('head', 'bigint', (column) => column.notNull())
    .addColumn('chain', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('node')
    .addColumn('node', 'text', (column) => column.notNull().primaryKey())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('last_n', 'bigint', (column) => column.notNull())
    .addColumn('receipt', 'text', (column) => column.notNull())
    .addColumn('last_stamp', 'text', (column) => column.notNull())
    .execute();
}

async function createPeopleTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('device')
    .addColumn('device', 'text', (column) => column.notNull().primaryKey())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('round', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('participant')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('space', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('participant_by_person', ['person', 'space'])
    .execute();
  await db.schema
    .createTable('session')
    .addColumn('token_hash', 'text', (column) => column.notNull().primaryKey())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .addForeignKeyConstraint('session_of_device', ['device'], 'device', ['device'])
    .execute();
  await db.schema.createIndex('session_by_device').on('session').column('device').execute();
  await db.schema
    .createTable('invitation')
    .addColumn('link_hash', 'text', (column) => column.notNull().primaryKey())
    .addColumn('typed_hash', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('town', 'text')
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('groups', 'text', (column) => column.notNull())
    .addColumn('round', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('uses_left', 'integer', (column) => column.notNull())
    .addColumn('joined_device', 'text')
    .addColumn('joined_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('setting')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function createTextSnapshots(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('text_snapshot')
    .addColumn('space', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('merged', 'text', (column) => column.notNull())
    .addColumn('aside', 'text', (column) => column.notNull())
    .addColumn('closed', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('text_snapshot_by_name', ['space', 'kind', 'id', 'field'])
    .execute();
}

async function indexOpsByRecord(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('op_by_record').on('op').columns(['id', 'effective']).execute();
}

async function addOtherNames(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('op').addColumn('same_as', 'text').execute();
  await db.schema.alterTable('op').addColumn('was', 'text').execute();
  await db.schema.createIndex('node_by_device').on('node').column('device').execute();
  await db.schema.createIndex('op_that_was_moved').on('op').column('id').where(sql<boolean>`was is not null`).execute();
}

async function letPeopleInvite(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('invitation').addColumn('id', 'text').execute();
  await db.schema
    .alterTable('invitation')
    .addColumn('uses', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema.alterTable('invitation').addColumn('made_by', 'text').execute();
  await db.schema.alterTable('invitation').addColumn('made_on', 'text').execute();
  await db.schema.alterTable('invitation').addColumn('withdrawn_at', 'bigint').execute();
  await sql`update invitation set id = substr(link_hash, 1, 26)`.execute(db);
  await db.schema.createIndex('invitation_by_id').on('invitation').column('id').unique().execute();
  await db.schema.createIndex('invitation_by_device').on('invitation').column('made_on').execute();
  await db.schema
    .createTable('invitation_use')
    .addColumn('invitation', 'text', (column) => column.notNull())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('attempt_hash', 'text')
    .addColumn('joined_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('use_by_invitation').on('invitation_use').column('invitation').execute();
  await sql`insert into invitation_use (invitation, device, joined_at)
    select id, joined_device, joined_at from invitation where joined_device is not null`.execute(db);
  await db.schema.alterTable('invitation').dropColumn('joined_device').execute();
  await db.schema.alterTable('invitation').dropColumn('joined_at').execute();
  await db.schema.alterTable('device').addColumn('left_at', 'bigint').execute();
}

async function createTypedTries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('typed_tries')
    .addColumn('hour', 'bigint', (column) => column.notNull().primaryKey())
    .addColumn('tries', 'bigint', (column) => column.notNull())
    .execute();
}

async function createRegistrations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('registration')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('entry', 'text')
    .execute();
  await db.schema
    .createIndex('registration_in_no_file')
    .on('registration')
    .column('id')
    .where(sql<boolean>`entry is not null`)
    .execute();
}

async function addMeantBases(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('op').addColumn('meant', 'text').execute();
}

async function noteRevokedDevices(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('device').addColumn('revoked_at', 'bigint').execute();
  await sql`update device set revoked_at = (select max(revoked_at) from session where session.device = device.device)`.execute(
    db,
  );
}
