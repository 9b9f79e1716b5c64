// Kysely over the SQLite that is built into Node. Prepared statements are kept, most recently used last.
// Promises: a finished commit is on disk (synchronous=FULL) and survives a killed process and a lost power supply. A writing
// transaction takes the write lock at its start, so that it never fails half-way for another process; it alone writes, so what a
// query would lock besides is locked already.

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';

const keptStatements = 200;

/** `file` is a path, or ':memory:'. Throws when the file cannot be opened or is no database. */
export function createSqliteDialect(file: string): Dialect {
  const sqlite = openFile(file);
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(sqlite),
    createQueryCompiler: () => new LockedAnywayCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class LockedAnywayCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate') super.visitSelectModifier(node);
  }
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #sqlite: DatabaseSync;

  constructor(sqlite: DatabaseSync) {
    super({ database: withKeptStatements(sqlite) });
    this.#sqlite = sqlite;
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  /** Where SQLite has done so already, as on a full disk, there is nothing to take back, and the first failure is told. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#sqlite.isTransaction) await super.rollbackTransaction(connection);
  }
}

function openFile(file: string): DatabaseSync {
  const sqlite = new DatabaseSync(file);
  sqlite.exec('pragma journal_mode = wal');
  sqlite.exec('pragma synchronous = full');
  sqlite.exec('pragma foreign_keys = on');
  sqlite.exec('pragma busy_timeout = 5000');
  sqlite.exec('pragma temp_store = memory'); // what a savepoint keeps of each page
  // The log is copied into the database at 32 MB, not at 4: pages that many commits write to are then copied once for all.
  sqlite.exec('pragma wal_autocheckpoint = 8000');
  return sqlite;
}

function withKeptStatements(sqlite: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => sqlite.close(),
    prepare: (sql) => {
      const statement = statements.get(sql) ?? createStatement(sqlite.prepare(sql));
      statements.delete(sql);
      statements.set(sql, statement);
      for (const oldest of statements.keys()) {
        if (statements.size <= keptStatements) break;
        statements.delete(oldest);
      }
      return statement;
    },
  };
}

/** Kysely's parameters are what its query builder was given: texts, numbers, nulls. */
function createStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as readonly SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as readonly SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as readonly SQLInputValue[])),
  };
}
