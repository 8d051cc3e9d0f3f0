// Somebody whom a provider proves and nobody here is: he becomes a user, if its settings say so, with what is mapped. He is never taken for somebody who is here
// already, by no name and no address (GHSA-m93w-4fxv-r35v, CVE-2026-9092): whoever has an account signs in to it and links the other.
// Called by provider-sign-in.ts. Knows no protocol.
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import type { Arrived } from '#identity-provider.ts';
import { type Change, change } from '#journal/change.ts';
import { sendsMail } from '#mail/server.ts';
import { labelOf, mappedRoles, provedMail } from '#providers/claims.ts';
import { accountImage, linkedImage } from '#providers/linked.ts';
import { insertLinked, type LinkedRow, linkedBy } from '#providers/queries.ts';
import { presetOf, settingsOf } from '#providers/settings.ts';
import { askForAccount } from '#requests/ask.ts';
import { askToConfirm } from '#users/confirm-mail.ts';
import type { addUser } from '#users/contract.ts';
import { insertNew, judgedNew } from '#users/new-user.ts';
import { findStore, findUser, holderOfMail } from '#users/queries.ts';
import { qualifiedName } from '#users/shown-user.ts';
import { mailKeyOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { fittingOf, freeNameOf } from './claimed-profile.ts';
import { doingOf, headerOf, reachAt } from './in-its-name.ts';
import type { CameBack } from './provider-sign-in.ts';

type Whose = Pick<LinkedRow, 'no' | 'user_no'>;

/** Whatever speaks against it is said to the log: a stranger is told one thing, whoever he says he is. */
export async function newcomer(world: World, came: CameBack): Promise<Whose> {
  const { provider, arrived } = came;
  const unknown = new Refusal('provider.unknown', { name: provider.name });
  const settings = settingsOf(provider);
  const mail = provedMail(arrived.claims, { preset: presetOf(provider), trustsMail: settings.trustsMail });
  if (!settings.addsUsers || !isWelcome(settings.mailDomains, mail)) throw unknown;
  try {
    return await added(world, came, mail);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unavailable') throw refusal;
    world.log.warn(
      { code: refusal.code, fields: refusal.fields.map(({ field }) => field), provider: provider.key },
      'somebody who came from an identity provider became no user',
    );
    throw unknown;
  }
}

const isWelcome = (domains: readonly string[], mail: string): boolean =>
  domains.length === 0 || domains.some((domain) => domainOf(`x@${domain}`) === domainOf(mail));
const domainOf = (mail: string): string => mailKeyOf(mail).split('@').at(-1) ?? '';

async function added(world: World, came: CameBack, mail: string): Promise<Whose> {
  const committed = await change(world.db, world.now(), headerOf(came.provider, 'providers.add-user'), (open) => add(world, open, { ...came, mail }));
  await world.changes.committed(committed);
  if (mail !== '') world.mail.ring();
  return committed.value;
}

/** For whoever decides: who sent him, and what he is called there. */
const cameBy = ({ name }: CameBack['provider'], arrived: Arrived): string => `${name}: ${labelOf(arrived)}`;

type Adding = CameBack & { readonly mail: string };

async function add(world: World, open: Change, { provider, arrived, mail }: Adding): Promise<Whose> {
  const { tx, now } = open;
  // He came twice at once, and the other was quicker.
  const known = await linkedBy(tx, arrived);
  if (known) return known;
  if (mail !== '' && (await holderOfMail(tx, [mailKeyOf(mail)], 0))) throw new Refusal('mail.taken', { mail }, [{ field: 'mail' }]);
  const store = await findStore(tx, 'primary');
  if (!store) throw new Error('There is no PRIMARY.');
  const doing = await doingOf(open, provider);
  const settings = settingsOf(provider);
  const fitting = fittingOf(doing.model.attributes, arrived.claims, settings);
  const asked: InputOf<typeof addUser> = {
    kind: 'person',
    userName: await freeNameOf(world, tx, { provider, arrived, storeNo: store.no }),
    ...fitting,
    mail,
    roles: mappedRoles(arrived.claims, settings).flatMap((role) => (doing.model.roleById.has(role) ? [{ role }] : [])),
  };
  const user = { ...judgedNew({ world, reachAt }, asked), pending: settings.needsApproval ? 'approval' : '' };
  let no = 0;
  const beside = async (userNo: number) => {
    const { issuer, subject } = arrived;
    const [id, label] = [world.newId(), labelOf(arrived)];
    const row = { id, user_no: userNo, provider_no: provider.no, issuer, subject, label, made_user: 1, linked_at: now, last_used_at: now };
    no = await insertLinked(tx, row);
    const owner = { id: user.id, name: `PRIMARY/${user.name.name}` };
    open.record({ ...accountImage(owner, provider.name), before: null, after: linkedImage({ id, key: provider.key, label }) });
  };
  const shown = await insertNew({ world }, doing, user, { store, beside });
  const made = await findUser(tx, shown.id);
  if (!made) throw new Error('A user who was just added is there.');
  if (mail !== '' && sendsMail(world)) await askToConfirm(tx, world, { user: made, now });
  if (settings.needsApproval)
    await askForAccount(open, { id: world.newId(), asker: { no: made.no, id: made.id, name: qualifiedName(made) }, words: cameBy(provider, arrived) });
  return { no, user_no: made.no };
}
