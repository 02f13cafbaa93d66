import type { Activity } from 'botbuilder';
import type { Note } from '../cards/notes.ts';

/** More would make the message a list of names. */
const MAX_MENTIONED = 20;

/** The note as a message in a chat that others read too: mentions whom it is for. */
export function mentioning({ to, text }: Note): Partial<Activity> {
  const people = to
    .flatMap(({ name, mri }) => (mri ? [{ name, mri }] : []))
    .slice(0, MAX_MENTIONED);
  const mentions = people.map(({ name, mri }) => ({
    type: 'mention',
    mentioned: { id: mri, name },
    text: `<at>${escaped(name)}</at>`,
  }));
  return {
    type: 'message',
    text: [...mentions.map((mention) => mention.text), text].join(' '),
    entities: mentions,
  };
}

/** A name is shown as it is written. */
const escaped = (name: string): string =>
  name.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
