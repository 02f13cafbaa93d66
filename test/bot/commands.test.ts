import assert from 'node:assert/strict';
import { type Command, parseCommand } from '../../src/bot/commands.ts';

describe('a command', () => {
  it('is read at once, however long a message is', () => {
    const startedAt = performance.now();

    for (const text of ['<at', '<at>', ' ', '&nbsp;']) parseCommand(text.repeat(60_000));

    // A quadratic pattern takes seconds here.
    assert.ok(performance.now() - startedAt < 500);
  });

  const known: [string, Command][] = [
    ['new', 'new'],
    ['create', 'new'],
    ['new connector', 'new'],
    ['create connector', 'new'],
    ['help', 'help'],
    ['sign in', 'sign-in'],
    ['login', 'sign-in'],
    ['sign out', 'sign-out'],
    ['logout', 'sign-out'],
    ['NEW', 'new'],
    ['Create Connector', 'new'],
    ['/login', 'sign-in'],
    ['\tSIGN\u00a0OUT\n', 'sign-out'],
    ['<AT>Bot</AT>new', 'new'],
    ['<at>Bot</at> <at>Alex</at> /new', 'new'],
    ['/', 'help'],
    ['   ', 'help'],
    ['  /New   Connector \n', 'new'],
    ['<at>Exchange connector</at> new', 'new'],
    ['<at id="0">Exchange\nconnector</at>&nbsp;sign in', 'sign-in'],
    ['new <at>Bot</at>', 'new'],
    ['/ help', 'help'],
    ['<at>Bot</at>', 'help'],
    ['', 'help'],
  ];
  for (const [text, command] of known) {
    it(`${JSON.stringify(text)} is ${command}`, () => {
      assert.deepEqual(parseCommand(text), { known: true, command });
    });
  }

  const unknown: [string, string | undefined][] = [
    ['newe', 'new'],
    ['hlep', 'help'],
    ['sing in', 'sign in'],
    ['log out', 'logout'],
    ['crate', 'create'],
    ['create conector', 'create connector'],
    ['signin', 'sign in'],
    ['<at>new</at> hepl', 'help'],
    ['//new', 'new'],
    ['n', 'new'],
    ['x', undefined],
    ['xyz', undefined],
    ['__proto__', undefined],
    ['constructor', undefined],
    ['make me a sandwich', undefined],
    ['x'.repeat(10_000), undefined],
  ];
  for (const [text, nearest] of unknown) {
    it(`${text.slice(0, 20)} is none, nearest to ${nearest ?? 'nothing'}`, () => {
      assert.deepEqual(parseCommand(text), {
        known: false,
        ...(nearest !== undefined && { nearest }),
      });
    });
  }
});
