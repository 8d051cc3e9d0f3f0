import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { inEnglish } from '#sentences/sentence.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { type Change, change, type Header } from './change.ts';
import { openHeadKey, signHead } from './sign.ts';
import { verify } from './verify.ts';

const header: Header = { actorKind: 'host', actorId: 'host:test', right: 'host', door: 'cli', operation: 'test.note', reason: '' };
const note = (text: string) => async (open: Change) => {
  open.record({ kind: 'note', id: text, name: text, before: null, after: { text } });
  return open.number;
};

/** As whoever asks reads them. */
const read = (faults: Awaited<ReturnType<typeof verify>>['faults']): string => faults.map(({ says }) => inEnglish(says)).join(' ');

onBothDatabases('the journal', (open) => {
  const opened = async (changes = 0) => {
    const { database, dataFolder } = await open();
    for (let index = 1; index <= changes; index++) await change(database, Date.now(), header, note(`note ${index}`));
    return { database, key: openHeadKey(dataFolder) };
  };

  it('numbers changes without a gap, in the order they are committed, however many come at once', async () => {
    const { database } = await opened();
    const done = await Promise.all(Array.from({ length: 60 }, (_, index) => change(database, Date.now(), header, note(`n${index}`))));
    assert.deepEqual(
      done.map(({ number }) => number).sort((a, b) => a - b),
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    assert.deepEqual({ ...(await verify(database.read)), head: '' }, { entries: 60, erased: 0, head: '', sound: true, faults: [] });
  });

  it('writes nothing for a change that failed, nor for one that recorded nothing, and gives their number to the next', async () => {
    const { database } = await opened(1);
    const failing = change(database, Date.now(), header, async (one) => {
      await note('lost')(one);
      throw new Error('changed my mind');
    });
    await assert.rejects(failing, /changed my mind/);
    assert.equal((await change(database, Date.now(), header, async () => 'nothing')).number, 0);
    assert.equal((await change(database, Date.now(), header, note('next'))).number, 2);
    assert.equal((await verify(database.read)).sound, true);
  });

  it('a failing change takes nothing of the others that share its commit', async () => {
    const { database } = await opened();
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        change(database, Date.now(), header, async (one) => {
          await note(`n${index}`)(one);
          if (index % 3 === 0) throw new Error('no');
        }),
      ),
    );
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 20);
    assert.deepEqual({ ...(await verify(database.read)), head: '' }, { entries: 20, erased: 0, head: '', sound: true, faults: [] });
  });

  const tamperings: readonly { readonly says: string; readonly statement: string; readonly finds: RegExp }[] = [
    { says: 'an edited entry', statement: "update journal set actor_id = 'somebody' where number = 3", finds: /altered/ },
    { says: 'an edited image', statement: `update journal_images set after = '{"text":"other"}' where number = 3`, finds: /Image 1 was altered/ },
    { says: 'a removed image', statement: 'delete from journal_images where number = 3', finds: /0 images; 1 were written/ },
    { says: 'a removed entry', statement: 'delete from journal where number = 3', finds: /Entries 3 to 3 are missing/ },
    { says: 'a cut end', statement: 'delete from journal where number = 5', finds: /Newer entries were removed/ },
    { says: 'a moved head', statement: "update journal_head set hash = 'x'", finds: /removed or altered/ },
    { says: 'entries that changed places', statement: 'update journal set number = 7 - number where number in (3, 4)', finds: /altered/ },
  ];
  for (const { says, statement, finds } of tamperings)
    it(`verify finds ${says}`, async () => {
      const { database } = await opened(5);
      assert.equal((await verify(database.read)).sound, true);
      if (statement.includes('7 - number')) await database.write((tx) => sql.raw('update journal set number = -number where number in (3, 4)').execute(tx));
      await database.write((tx) => sql.raw(statement.replace('7 - number where number in (3, 4)', '7 + number where number in (-3, -4)')).execute(tx));
      const { sound, faults } = await verify(database.read);
      assert.equal(sound, false);
      assert.match(read(faults), finds);
    });

  it('a chain that was rewritten from the beginning is betrayed by the head that was signed', async () => {
    const { database, key } = await opened(3);
    await signHead(database, key, Date.now());
    await database.write(async (tx) => {
      for (const table of ['journal', 'journal_images'] as const) await tx.deleteFrom(table).execute();
      await tx.updateTable('journal_head').set({ number: 0, hash: '' }).execute();
    });
    for (const text of ['forged 1', 'forged 2', 'forged 3']) await change(database, Date.now(), header, note(text));
    assert.equal((await verify(database.read)).sound, true, 'the forged chain holds by itself');
    const { sound, faults } = await verify(database.read, { key });
    assert.equal(sound, false);
    assert.match(read(faults), /rewritten/);
  });

  it('an end that was cut before the signed head shows, head and all', async () => {
    const { database, key } = await opened(3);
    await signHead(database, key, Date.now());
    await database.write(async (tx) => {
      await tx.deleteFrom('journal').where('number', '=', 3).execute();
      const { hash } = await tx.selectFrom('journal').select('hash').where('number', '=', 2).executeTakeFirstOrThrow();
      await tx.updateTable('journal_head').set({ number: 2, hash }).execute();
    });
    assert.match(read((await verify(database.read, { key })).faults), /signed at 3, but the journal ends at 2/);
  });

  it('signs a head only once, and another key does not fit', async () => {
    const { database, key } = await opened(2);
    assert.equal((await signHead(database, key, Date.now()))?.number, 2);
    assert.equal(await signHead(database, key, Date.now()), null);
    const { key: foreign } = await opened();
    assert.match(read((await verify(database.read, { key: foreign })).faults), /not by this Reeve/);
  });
});
