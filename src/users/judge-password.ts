// Says how a password stands to the rule of him it is typed for, before it is given: the same judgement as then.
import { action } from '#action.ts';
import { judgementOf } from '#passwords/judgement.ts';
import { ruleFor } from '#passwords/rule.ts';
import { storeNamed } from './add-user.ts';
import { seenUser } from './alter-user.ts';
import { storeOfRow } from './in-store.ts';
import { judgePassword as judging, judgeNewPassword as judgingNew } from './password-contract.ts';

export const judgePassword = action(judging, async ({ world, speak }, { id, password }) => {
  const { read } = world.db;
  const row = await seenUser(read, { id });
  const rule = await ruleFor(world, { store: (await storeOfRow(read, row)).id, user: id });
  return judgementOf({ password, owner: { userName: row.user_name, mail: row.mail, shownName: row.shown_name }, rule }, speak);
});

export const judgeNewPassword = action(judgingNew, async ({ world, speak }, { password, domain, userName = '', mail = '', shownName = '' }) => {
  const rule = await ruleFor(world, { store: (await storeNamed(world.db.read, domain)).id });
  return judgementOf({ password, owner: { userName, mail, shownName }, rule }, speak);
});
