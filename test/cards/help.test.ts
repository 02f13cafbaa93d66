import assert from 'node:assert/strict';
import { parseCommand } from '../../src/bot/commands.ts';
import { helpCard } from '../../src/cards/help.ts';
import { elements } from '../support/cards.ts';
import { texts, travelled } from './drawn.ts';

const help = (props: Parameters<typeof helpCard>[0]) => travelled(helpCard(props));

describe('helpCard', () => {
  it('introduces the bot on the first day', () => {
    const [title, about] = texts(help({ welcome: true }), 'TextBlock');

    assert.match(title ?? '', /^Hello/);
    assert.match(about ?? '', /on your behalf.*never with rights of my own/);
  });

  it('does not say hello every time', () => {
    const [title, about] = texts(help({ welcome: false }), 'TextBlock');

    assert.doesNotMatch(title ?? '', /Hello/);
    assert.match(about ?? '', /on your behalf/);
  });

  it('names the command that was probably meant', () => {
    const [, text] = texts(help({ welcome: false, nearest: 'sign out' }), 'TextBlock');

    assert.equal(text, 'I do not know that command. Did you mean sign out?');
  });

  it('names only commands that the bot knows', () => {
    const names = elements(help({ welcome: false }).body).flatMap(({ weight, size, text }) =>
      weight === 'Bolder' && size === undefined ? [String(text)] : [],
    );

    assert.deepEqual(names, ['new', 'requests', 'request 7', 'sign in', 'sign out', 'help']);
    for (const name of names) assert.equal(parseCommand(name).known, true, name);
  });

  it('opens the form', () => {
    const { actions = [] } = help({ welcome: false });

    assert.deepEqual(
      actions.map(({ verb, data }) => [verb, data]),
      [['form.open', {}]],
    );
  });
});
