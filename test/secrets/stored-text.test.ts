import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { onEachDatabase } from '../support/databases.ts';
import { keepRows } from './kept-rows.ts';
import { storedText } from './stored-text.ts';

onEachDatabase('reading all that a database holds', (database) => {
  it('finds a text in whatever table and column', async () => {
    const { db } = database();
    await sql`create schema elsewhere`.execute(db);
    await sql`
      create table elsewhere."a table" (
        "a text" text, a_document jsonb, a_json json, some_bytes bytea, a_list text[], nothing text
      )`.execute(db);
    const document = JSON.stringify({ deep: ['hush'] });
    await sql`
      insert into elsewhere."a table" values
        ('hush', ${document}, ${document}, convert_to('hush', 'UTF8'), array['hush'], null)
    `.execute(db);

    const found = (await storedText(database())).filter(({ text }) => text.includes('hush'));

    const columns = ['a text', 'a_document', 'a_json', 'some_bytes', 'a_list'];
    assert.deepEqual(
      found.map(({ name }) => name).toSorted(),
      columns.map((column) => `elsewhere.a table.${column}`).toSorted(),
    );
  });

  it('finds what was there for a while only, once rows are kept', async () => {
    const { db } = database();
    await sql`create table briefly (word text)`.execute(db);
    await keepRows(database());
    await sql`insert into briefly values ('whisper')`.execute(db);
    await sql`update briefly set word = 'murmur'`.execute(db);
    await sql`delete from briefly`.execute(db);

    const found = (await storedText(database())).filter(({ text }) => /whisper|murmur/.test(text));

    assert.deepEqual(
      found.map(({ name }) => name),
      ['kept.rows.written', 'kept.rows.written'],
    );
  });
});
