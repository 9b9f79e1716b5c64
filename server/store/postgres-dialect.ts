// Kysely over PostgreSQL (pg). A connection stands by for the next transaction; a lost one is replaced when it is needed.
// Promises: a finished commit is on disk, whatever the server's own setting is; whole numbers come as numbers, and texts compare
// and sort by code unit, as on SQLite; nothing waits for ever; what is no answer of the database but its absence is a
// `StoreAway`; no message holds the password.

import {
  AbortedTransactionError,
  ColumnDefinitionNode,
  type CompiledQuery,
  type DatabaseConnection,
  type DataTypeNode,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { type ClientConfig, DatabaseError, Pool, type PoolClient, type QueryResultRow, TypeOverrides } from 'pg';
import { StoreAway } from './failures.ts';

export type Patience = {
  /** How long a statement may take, and how long it may wait for others, in ms; 0 is for ever. */
  readonly statementMs: number;
  readonly lockMs: number;
};

const everyday: Patience = { statementMs: 30_000, lockMs: 10_000 };
const connectMs = 5_000;
/** A process that stands still in a transaction must not hold up the others. */
const idleInTransactionMs = 30_000;
const connections = 10;

const oidOfInt8 = 20;
const oidOfNumeric = 1700; // sums of int8

/** What every connection to `url` has in common. */
export function connectionTo(url: string): ClientConfig {
  const types = new TypeOverrides();
  types.setTypeParser(oidOfInt8, Number);
  types.setTypeParser(oidOfNumeric, Number);
  return {
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: 'tequio',
    types,
  };
}

export function createPostgresDialect(url: string, patience: Patience = everyday): Dialect {
  return {
    createAdapter: () => new SharedAdapter(),
    createDriver: () => new PoolDriver(url, patience),
    createQueryCompiler: () => new CodeUnitCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}

/** By this the store knows that other processes write at the same time. */
export class SharedAdapter extends PostgresAdapter {}

/** Columns of texts compare by code unit, whatever language the database was made for. */
class CodeUnitCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    const isColumn = this.parentNode !== undefined && ColumnDefinitionNode.is(this.parentNode);
    if (isColumn && node.dataType === 'text') this.append(' collate "C"');
  }
}

class PoolDriver implements Driver {
  readonly #pool: Pool;
  readonly #settings: string;

  constructor(url: string, { statementMs, lockMs }: Patience) {
    // On the client's side as well, for a server that does not even say that it is gone.
    const query_timeout = statementMs > 0 ? statementMs + connectMs : undefined;
    this.#pool = new Pool({ ...connectionTo(url), query_timeout, max: connections, idleTimeoutMillis: 60_000 });
    this.#settings = [
      'set synchronous_commit = on',
      `set statement_timeout = ${statementMs}`,
      `set lock_timeout = ${lockMs}`,
      `set idle_in_transaction_session_timeout = ${idleInTransactionMs}`,
    ].join('; ');
    // A connection that breaks says so to whoever uses it next; unheard, its event would end the process.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    const client = await this.#pool.connect().catch(asAway);
    const connection = new PooledConnection(client);
    if (!isSetUp.has(client)) {
      await connection.run(this.#settings).catch((error: unknown) => {
        connection.release();
        throw error;
      });
      isSetUp.add(client);
    }
    return connection;
  }

  async beginTransaction(connection: PooledConnection, { isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : '';
    await connection.run(`start transaction${level}${accessMode ? ` ${accessMode}` : ''}`);
  }

  async commitTransaction(connection: PooledConnection): Promise<void> {
    const { command } = await connection.run('commit');
    if (command !== 'COMMIT') throw new AbortedTransactionError();
  }

  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    if (!connection.isBroken) await connection.run('rollback'); // otherwise the server does it
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

const isSetUp = new WeakSet<PoolClient>();

class PooledConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  /** Whether it can no longer be said what became of the last statement. */
  isBroken = false;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { command, rowCount, rows } = await this.run<Row>(sql, parameters);
    const isWriting = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
    return { rows: rows ?? [], ...(isWriting && { numAffectedRows: BigInt(rowCount ?? 0) }) };
  }

  /** Gives what the server answered, with the command that it carried out. */
  async run<Row>(sql: string, parameters: readonly unknown[] = []) {
    try {
      return await this.#client.query<Row & QueryResultRow>(sql, [...parameters]);
    } catch (error) {
      if (error instanceof DatabaseError) throw error;
      this.isBroken = true;
      throw new StoreAway(error);
    }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Rows are not streamed.');
  }

  release(): void {
    this.#client.release(this.isBroken);
  }
}

function asAway(error: unknown): never {
  throw error instanceof DatabaseError ? error : new StoreAway(error);
}
