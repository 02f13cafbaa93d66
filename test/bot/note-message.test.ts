import assert from 'node:assert/strict';
import { mentioning } from '../../src/bot/note-message.ts';
import { outcomeNote, reminderNote } from '../../src/cards/notes.ts';
import { ALEX, aRequest, EVERY_STATE, LEE, MEGAN } from '../cards/drawn.ts';
import { checkMessage } from '../hostile/shown.ts';
import { EVIL_LINES, EVIL_TEXTS } from '../hostile/texts.ts';

describe('a note as a message with mentions', () => {
  it('mentions whom it is for, and whom the chat can name', () => {
    const { mri: _mri, ...nameless } = LEE;

    const message = mentioning(reminderNote(aRequest('waiting'), [MEGAN, nameless]));

    assert.match(message.text ?? '', /^<at>Megan Bowen<\/at> Request #7 /);
    assert.deepEqual(message.entities, [
      {
        type: 'mention',
        mentioned: { id: '29:megan', name: 'Megan Bowen' },
        text: '<at>Megan Bowen</at>',
      },
    ]);
  });

  it('shows signs of markup as what they are', () => {
    const requestedBy = { ...ALEX, name: 'A & <B>' };
    const note = { to: [requestedBy], text: 'x < y' };

    const message = mentioning(note);

    assert.equal(message.text, '<at>A &amp; &lt;B&gt;</at> x &lt; y');
    assert.equal(message.textFormat, 'xml');
  });

  for (const evil of [...EVIL_TEXTS, ...EVIL_LINES]) {
    it(`mentions nobody but them, whatever they are called: ${JSON.stringify(evil)}`, () => {
      const requestedBy = { ...ALEX, name: evil };
      const notes = EVERY_STATE.map(([, request]) => outcomeNote({ ...request, requestedBy }));

      for (const note of [...notes, reminderNote(aRequest('waiting'), [requestedBy])]) {
        if (!note) continue;
        const message = mentioning(note);

        checkMessage(message, []);
        assert.ok(message.text?.endsWith(note.text));
        const ids = message.entities?.map((entity) => entity.mentioned.id);
        assert.deepEqual(
          ids,
          note.to.map(({ mri }) => mri),
        );
        assert.equal(message.text?.split('<at>').length, note.to.length + 1);
      }
    });
  }
});
