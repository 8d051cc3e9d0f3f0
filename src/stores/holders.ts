// Whoever decides where a store leads decides who its users are, for it is the store that says whose password is right. So nobody changes, disables or deletes
// one whose users hold administrative permissions that he does not hold himself (rules 15-16). Called inside a change.
import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { rolesBeyond } from '#permissions/contain.ts';
import { displayPath, downward, type Model } from '#permissions/model.ts';
import { type StoreRow, someRoleOf, storeIsInGroup } from './queries.ts';

type Judging = Pick<Doing, 'tx' | 'now' | 'model' | 'powers'>;

export async function needsToHold({ tx, now, model, powers }: Judging, { no, domain }: Pick<StoreRow, 'no' | 'domain'>): Promise<void> {
  const beyond = rolesBeyond(model, powers);
  if (beyond.size === 0) return;
  const held = (await someRoleOf(tx, no, { roles: [...beyond.keys()], now })) ?? (await roleByGroups({ tx, now, model }, no, beyond));
  const node = held === undefined ? undefined : beyond.get(held);
  if (node) throw new Refusal('store.holds-more', { domain, permission: displayPath(model, node.path) });
}

/** A group of the store counts with nobody in it: its owner decides who is. */
async function roleByGroups({ tx, now, model }: Omit<Judging, 'powers'>, storeNo: number, roles: ReadonlyMap<number, unknown>): Promise<number | undefined> {
  for (const [group, grants] of model.grantsOfGroup) {
    const given = grants.find(({ roleNo, until }) => roles.has(roleNo) && (until === 0 || now < until));
    if (given && (await isFilledBy({ tx, model }, storeNo, downward(model, group)))) return given.roleNo;
  }
  return undefined;
}

const isFilledBy = async ({ tx, model }: Pick<Judging, 'tx' | 'model'>, storeNo: number, groups: readonly number[]): Promise<boolean> =>
  groups.some((group) => belongsTo(model, group, storeNo)) || storeIsInGroup(tx, storeNo, groups);

const belongsTo = ({ groups }: Model, group: number, storeNo: number): boolean => groups.get(group)?.storeNo === storeNo;
