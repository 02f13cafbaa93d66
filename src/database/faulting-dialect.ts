import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { Fault } from '../errors.ts';

/**
 * SQLSTATE classes of mistakes and rivals of the program's own; everything else means that the
 * database cannot do its work now.
 */
const OWN_CLASSES = new Set(['21', '22', '23', '25', '26', '2B', '34', '40', '42', 'P0']);

/** The dialect with a Fault `database-unavailable` for every failure of the database itself. */
export function faultingDialect(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => faultingDriver(dialect.createDriver()),
  };
}

function faultingDriver(driver: Driver): Driver {
  const opened = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const inner = (connection: DatabaseConnection) => opened.get(connection) ?? connection;
  return {
    init: (...given) => translated(driver.init(...given)),
    async acquireConnection() {
      const connection = await translated(driver.acquireConnection());
      const faulting = faultingConnection(connection);
      opened.set(faulting, connection);
      return faulting;
    },
    releaseConnection: (connection) => driver.releaseConnection(inner(connection)),
    beginTransaction: (connection, settings) =>
      translated(driver.beginTransaction(inner(connection), settings)),
    commitTransaction: (connection) => translated(driver.commitTransaction(inner(connection))),
    rollbackTransaction: (connection) => translated(driver.rollbackTransaction(inner(connection))),
    destroy: () => driver.destroy(),
  };
}

const faultingConnection = (connection: DatabaseConnection): DatabaseConnection => ({
  executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> =>
    translated(connection.executeQuery<R>(query)),
  streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
});

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isOwn(error) ? error : new Fault('database-unavailable', error);
  }
}

function isOwn(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[0-9A-Z]{5}$/.test(code) && OWN_CLASSES.has(code.slice(0, 2));
}
