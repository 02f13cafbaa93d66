import type { Activity } from 'botbuilder';
import type { Note } from '../cards/notes.ts';
import { inLine, MAX_NAME } from '../cards/typed-text.ts';

/** More would make the message a list of names. */
const MAX_MENTIONED = 20;

/** The note as a message in a chat that others read too: mentions whom it is for. */
export function mentioning({ to, text }: Note): Partial<Activity> {
  const people = to
    .flatMap(({ name, mri }) => (mri ? [{ name: inLine(name, MAX_NAME), mri }] : []))
    .slice(0, MAX_MENTIONED);
  const mentions = people.map(({ name, mri }) => ({
    type: 'mention',
    mentioned: { id: mri, name },
    text: `<at>${escaped(name)}</at>`,
  }));
  return {
    type: 'message',
    text: [...mentions.map((mention) => mention.text), escaped(text)].join(' '),
    // Markdown would read what stands in a name, also between the tags of a mention.
    textFormat: 'xml',
    entities: mentions,
  };
}

/** Is shown as it is written. */
const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
