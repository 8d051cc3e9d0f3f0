// Removes a deleted user for ever: his row, all that points at it, and his images in the journal. His name becomes free, his id never (rule 24).
import { action } from '#action.ts';
import { eraseImages } from '#journal/erase.ts';
import { blankEntry, entryOf, forgetEntry } from '#stores/writing/queries.ts';
import { seenUser } from './alter-user.ts';
import { removeUserRow } from './queries.ts';
import { purgeUser as operation } from './state-contract.ts';

export const purgeUser = action(operation, (call, { id, version }) =>
  call.change(async (doing) => {
    const row = await seenUser(doing.tx, { id, version, inBin: true });
    const entry = await entryOf(doing.tx, { kind: 'user', no: row.no });
    // Whoever still lives in his store would come back with the next run, under another id: his key stays, and keeps him out.
    await (entry?.gone_at === 0 ? blankEntry(doing.tx, row.no) : forgetEntry(doing.tx, { kind: 'user', no: row.no }));
    await removeUserRow(doing.tx, row.no);
    const erased = await eraseImages(doing, id);
    // The one image that stays says no more than that he was here.
    doing.record({ kind: 'user', id, name: '', before: { id, version: row.version, state: 'deleted', imagesErased: erased }, after: null });
    return {};
  }),
);
