import { type FieldErrors, REQUIRED_MESSAGES } from './fields.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** The first one that a DateTimeOffset can hold. */
const FIRST_DATE = '0001-01-01';
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

export interface LastSync {
  /** The moment in UTC as Graph takes it; undefined when it was not given or is wrong. */
  readonly dateTime?: string;
  readonly errors: FieldErrors;
}

/** Joins the two inputs of the last sync; both or neither, a real moment, not in the future. */
export function lastSync(date: string | undefined, time: string | undefined, now: Date): LastSync {
  if (date === undefined && time === undefined) return { errors: {} };
  const errors = {
    ...(isDate(date) ? {} : { lastSyncDate: dateMessage(date) }),
    ...(time !== undefined && TIME.test(time) ? {} : { lastSyncTime: timeMessage(time) }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const dateTime = `${date}T${time?.length === 5 ? `${time}:00` : time}Z`;
  return Date.parse(dateTime) > now.getTime()
    ? { errors: { lastSyncDate: 'Enter a moment that is not in the future (UTC).' } }
    : { dateTime, errors: {} };
}

const dateMessage = (date: string | undefined): string =>
  date === undefined ? REQUIRED_MESSAGES.lastSyncDate : 'Enter a real date as YYYY-MM-DD.';

const timeMessage = (time: string | undefined): string =>
  time === undefined ? REQUIRED_MESSAGES.lastSyncTime : 'Enter a time (UTC) as HH:MM or HH:MM:SS.';

/** JavaScript rolls 30 February over to March, so the date must survive a round trip. */
function isDate(date: string | undefined): boolean {
  if (date === undefined || !DATE.test(date) || date < FIRST_DATE) return false;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
