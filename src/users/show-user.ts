// One user, whole, by id or by name. The wrapper has found him within the caller's reach before the body runs.
import { action, type Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { endOfPassword, ruleFor } from '#passwords/rule.ts';
import { idOfUser } from '#permissions/queries.ts';
import { seenBy } from './attributes.ts';
import { showUser as operation } from './contract.ts';
import { storeOfRow } from './in-store.ts';
import { findUser, type UserRecord } from './queries.ts';
import { shownUser } from './shown-user.ts';

export const showUser = action(operation, async (call, { id }) => {
  const { world, now } = call;
  const row = await findUser(world.db.read, await idOfUser(world.db.read, id));
  if (!row) throw new Refusal('user.missing');
  return { ...seenBy(world.authorizer.model.attributes, shownUser(row, now), 'administrator'), ...(await endingOf(call, row)) };
});

/** Of a person's own password in PRIMARY, if it ends by the rule that holds for him. */
async function endingOf({ world }: Call, row: UserRecord): Promise<{ readonly passwordEndsAt?: number }> {
  if (row.kind !== 'person' || row.domain !== 'PRIMARY' || row.password_changed_at === null) return {};
  const rule = await ruleFor(world, { store: (await storeOfRow(world.db.read, row)).id, user: row.id });
  const end = endOfPassword(rule, row.password_changed_at);
  return end > 0 ? { passwordEndsAt: end } : {};
}
