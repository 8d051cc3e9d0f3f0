// The roles that a provider's mapping stands for follow what it says at each sign-in: given and taken, in its name, journaled. Only those that this mapping has given are
// ever taken; whatever an administrator has given, or bounded, is his. Which roles may be mapped was judged when somebody set them (providers/check-coming.ts), and
// whoever adds an administrative permission to a role must be able to give it to everybody (roles/edit-role.ts).
// Called by provider-sign-in.ts after the gate. Knows no protocol.
import { Refusal } from '#errors.ts';
import { change } from '#journal/change.ts';
import { hasLastAdministrator } from '#permissions/queries.ts';
import { mappedRoles } from '#providers/claims.ts';
import { settingsOf } from '#providers/settings.ts';
import { giveRoles, takeGiven } from '#roles/give-roles.ts';
import { givenBy } from '#roles/origin.ts';
import { type GivenRow, givenTo } from '#roles/queries.ts';
import { userReceiver } from '#roles/receiver.ts';
import type { World } from '#world.ts';
import { doingOf, headerOf, nameOf } from './in-its-name.ts';
import type { CameBack } from './provider-sign-in.ts';
import type { CredentialRow } from './queries.ts';

type Whose = Pick<CredentialRow, 'no' | 'id'>;
type Model = World['authorizer']['model'];
type Following = { readonly give: readonly string[]; readonly take: readonly GivenRow[] };

/** What cannot be done is told to the log: he comes in with what he has. */
export async function followRoles(world: World, came: CameBack, user: Whose): Promise<void> {
  const held = await givenTo(world.db.read, { kind: 'user', no: user.no });
  const { give, take } = following(world.authorizer.model, held, came);
  if (give.length === 0 && take.length === 0) return;
  try {
    await follow(world, came, user);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unavailable') throw refusal;
    world.log.warn({ code: refusal.code, provider: came.provider.key, user: user.id }, 'roles did not follow what an identity provider says');
  }
}

function following({ roleById, roles }: Model, held: readonly GivenRow[], { provider, arrived }: CameBack): Following {
  const wanted = mappedRoles(arrived.claims, settingsOf(provider)).filter((id) => roleById.has(id) && roleById.get(id)?.builtIn !== 'everyone');
  const idOf = ({ role_no }: GivenRow) => roles.get(role_no)?.id ?? '';
  const own = givenBy(nameOf(provider));
  const everywhere = new Set(held.filter(({ scope }) => scope === '').map(idOf));
  return { give: wanted.filter((id) => !everywhere.has(id)), take: held.filter((row) => row.given_by === own && !wanted.includes(idOf(row))) };
}

/** Judged anew on the rows: he may come twice at once. */
async function follow(world: World, came: CameBack, { no, id }: Whose): Promise<void> {
  const committed = await change(world.db, world.now(), headerOf(came.provider, 'providers.follow-roles'), async (open) => {
    const doing = await doingOf(open, came.provider);
    const { give, take } = following(doing.model, await givenTo(open.tx, { kind: 'user', no }), came);
    const receiver = await userReceiver(doing, id);
    for (const row of take) await takeGiven(doing, receiver, row);
    await giveRoles(
      doing,
      receiver,
      give.map((role) => ({ role })),
    );
    if (open.takesSomething() && !(await hasLastAdministrator(open.tx, open.now))) throw new Refusal('admin.last');
  });
  await world.changes.committed(committed);
}
