import { type DestinationStream, type Logger, pino } from 'pino';

/** An error as the log shows it. */
interface LoggedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly details?: Readonly<Record<string, string | number>>;
  readonly cause?: LoggedError;
}

/** The only own properties of errors that are logged: libraries hang whole requests on theirs. */
const DETAILS = ['code', 'status', 'statusCode', 'requestId', 'errorCode', 'errorNo', 'subError'];

const MAX_CAUSES = 5;

/**
 * How libraries quote a reply that they cannot read, which may be one with a token; up to the end of
 * the JSON string, or to the stack in it.
 */
const QUOTED_REPLY = /(response ?body) - (?:[^"\\]|\\(?!n {4}at ).)*/gi;
const TOKEN = /\beyJ[\w.-]+|\bBearer [\w.~+/=-]+/g;

/** JSON lines on standard output, unless a test wants them elsewhere. */
export const createLog = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      serializers: { err: (error) => describe(error) },
      hooks: { streamWrite: discreet },
    },
    // In order and complete also when the process ends right afterwards.
    destination ?? pino.destination({ fd: 1, sync: true }),
  );

/** The line without what no message of whatever library may carry into the log. */
const discreet = (line: string): string =>
  line.replace(QUOTED_REPLY, '$1 (not shown)').replace(TOKEN, '(token)');

function describe(error: unknown, depth = 0): LoggedError {
  // Some libraries report objects that are only like errors.
  if (!(error instanceof Error)) {
    const { message = typeof error } = Object(error);
    return { name: 'NotAnError', message: String(message) };
  }
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    details: details(error),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: describe(cause, depth + 1) }),
  };
}

function details(error: Error): Readonly<Record<string, string | number>> {
  const own = new Map<string, unknown>(Object.entries(error));
  return Object.fromEntries(
    DETAILS.flatMap((name) => {
      const value = own.get(name);
      return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
    }),
  );
}
