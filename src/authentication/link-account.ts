// Linking an account elsewhere: whoever began it in this session comes back to it, proved to be that very subject of that issuer (CVE-2026-9087), and it is his.
// Called by edges/sign-in. Does not know pages.
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { type Change, change } from '#journal/change.ts';
import { linkedMax } from '#providers/accounts-contract.ts';
import { labelOf } from '#providers/claims.ts';
import { accountImage, linkedImage, tooMany } from '#providers/linked.ts';
import { insertLinked, linkedBy, linkedOf } from '#providers/queries.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { ownerOf } from './enrolment.ts';
import { type CameBack, comeBack } from './provider-sign-in.ts';
import { readCredential } from './queries.ts';
import { tripOf } from './trips.ts';

type Coming = { readonly key: string; readonly at: URL };
export type Linked = { readonly label: string; readonly name: string };

export async function linkAccount(world: World, actor: UserActor, { key, at }: Coming): Promise<Linked> {
  const trip = tripOf(world, { purpose: 'link', browser: actor.viaId }, at.searchParams.get('state'));
  const came = await comeBack(world, { trip, key, at });
  const header = { actorKind: 'user', actorId: actor.id, right: 'self', door: actor.door, operation: 'me.link-account', reason: '' };
  const committed = await change(world.db, world.now(), header, (open) => link(world, open, { actor, came }));
  await world.changes.committed(committed);
  return { label: labelOf(came.arrived), name: came.provider.name };
}

type Linking = { readonly actor: UserActor; readonly came: CameBack };

async function link(world: World, { tx, now, record }: Change, { actor, came: { provider, arrived } }: Linking): Promise<void> {
  const user = await readCredential(tx, actor.no);
  if (!user) throw new Refusal('auth.required');
  const shut = gate(factsOf(user), { epoch: actor.epoch, now });
  if (shut) throw shut;
  const known = await linkedBy(tx, arrived);
  // He has proved that it is his there, so he may know that it is linked here.
  if (known && known.user_no !== user.no) throw new Refusal('account.taken', { name: provider.name });
  if (known) return;
  // Asked when it was begun, too; any number may have been begun before the first came back.
  if ((await linkedOf(tx, user.no)).length >= linkedMax) throw tooMany();
  const { issuer, subject } = arrived;
  const [id, label] = [world.newId(), labelOf(arrived)];
  await insertLinked(tx, { id, user_no: user.no, provider_no: provider.no, issuer, subject, label, made_user: 0, linked_at: now, last_used_at: 0 });
  record({ ...accountImage(ownerOf(user), provider.name), before: null, after: linkedImage({ id, key: provider.key, label }) });
}
