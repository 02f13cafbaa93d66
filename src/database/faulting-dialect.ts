import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { Fault } from '../errors.ts';

export interface FaultingOptions {
  /** Lets one caller after the other have the connection: there is only one. */
  readonly oneAtATime: boolean;
}

/**
 * SQLSTATE classes of mistakes and rivals of the program's own; everything else means that the
 * database cannot do its work now.
 */
const OWN_CLASSES = new Set(['21', '22', '23', '25', '26', '2B', '34', '40', '42', 'P0']);

/** The dialect with a Fault `database-unavailable` for every failure of the database itself. */
export function faultingDialect(dialect: Dialect, { oneAtATime }: FaultingOptions): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => faultingDriver(dialect.createDriver(), oneAtATime ? queue() : undefined),
  };
}

function faultingDriver(driver: Driver, turns: Queue | undefined): Driver {
  const opened = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const inner = (connection: DatabaseConnection) => opened.get(connection) ?? connection;
  return {
    init: (...given) => translated(driver.init(...given)),
    async acquireConnection() {
      await turns?.enter();
      try {
        const connection = await translated(driver.acquireConnection());
        const faulting = faultingConnection(connection);
        opened.set(faulting, connection);
        return faulting;
      } catch (error) {
        turns?.leave();
        throw error;
      }
    },
    async releaseConnection(connection) {
      await driver.releaseConnection(inner(connection));
      turns?.leave();
    },
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

interface Queue {
  enter(): Promise<void>;
  leave(): void;
}

/** First come, first served. */
function queue(): Queue {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    async enter() {
      if (taken) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      taken = true;
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else taken = false;
    },
  };
}
