import leven from 'leven';

export type Command = 'new' | 'requests' | 'help' | 'sign-in' | 'sign-out';

export type ParsedCommand =
  | { readonly known: true; readonly command: Command }
  | { readonly known: true; readonly command: 'request'; readonly number: number }
  | { readonly known: false; readonly nearest?: string };

const COMMANDS = new Map<string, Command>([
  ['new', 'new'],
  ['create', 'new'],
  ['new connector', 'new'],
  ['create connector', 'new'],
  ['requests', 'requests'],
  ['my requests', 'requests'],
  ['help', 'help'],
  ['sign in', 'sign-in'],
  ['login', 'sign-in'],
  ['sign out', 'sign-out'],
  ['logout', 'sign-out'],
]);

/** Whatever a database can number. */
const NUMBER = /^(?:request\s+#?|#\s*)(?<number>\d{1,9})$/;

const MENTION = /<at\b[^>]*>.*?<\/at>/gis;
const TOO_FAR = 3;
/** No command is longer; the patterns below take long on what is. */
const MAX_TEXT = 1000;

/** Reads a message: case, mentions, a leading slash and surrounding white space do not matter. */
export function parseCommand(text: string): ParsedCommand {
  const words = text
    .slice(0, MAX_TEXT)
    .replace(MENTION, ' ')
    .replace(/&nbsp;/g, ' ')
    .trim()
    .replace(/^\//, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();
  const command = words === '' ? 'help' : COMMANDS.get(words);
  if (command) return { known: true, command };
  const number = NUMBER.exec(words)?.groups?.number;
  if (number !== undefined) return { known: true, command: 'request', number: Number(number) };
  const nearest = nearestTo(words.slice(0, 40));
  return nearest === undefined ? { known: false } : { known: false, nearest };
}

/** The command with the fewest typing mistakes, if there are few enough to have meant it. */
function nearestTo(words: string): string | undefined {
  const [best] = [...COMMANDS.keys()]
    .map((name) => ({ name, distance: leven(words, name) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= TOO_FAR && best.distance < best.name.length
    ? best.name
    : undefined;
}
