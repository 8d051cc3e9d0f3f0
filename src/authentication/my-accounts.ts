// One's own accounts elsewhere, as actions: list, begin to link, unlink. The link is made by whoever comes back from there in the same session (link-account.ts).
// Read by actions.ts. Asked for as before one's factors are changed: each account is a way in.
import { type Action, action, type Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { signInRule } from '#factors/contract.ts';
import { factorsOf } from '#factors/queries.ts';
import { beginLink, linkedMax, myAccounts, unlinkMyAccount } from '#providers/accounts-contract.ts';
import { accountImage, linkedImage, shownAccount, tooMany } from '#providers/linked.ts';
import { buttonsOf, type LinkedShown, linkedOf, providerByKey, removeLinked } from '#providers/queries.ts';
import { connectionOf, redirectUriOf } from '#providers/settings.ts';
import { ownerOf } from './enrolment.ts';
import { isWithoutPassword, provedAnew } from './proved-anew.ts';
import { asking, switchedOn } from './provider-sign-in.ts';
import type { CredentialRow } from './queries.ts';
import { newTrip } from './trips.ts';
import { mine } from './whose-session.ts';

export const myAccountActions: readonly Action[] = [
  action(myAccounts, async (call) => {
    if (call.actor.kind !== 'user') throw new Refusal('auth.required');
    const { read } = call.world.db;
    const user = await mine(call, call.actor);
    const items = (await linkedOf(read, user.no)).map(shownAccount);
    const isOffered = user.store_kind === 'primary' && call.world.config.baseUrl !== '';
    const offers = isOffered ? (await buttonsOf(read)).map(({ key, name }) => ({ provider: key, name })) : [];
    return { items, offers, hasPassword: !isWithoutPassword(user) };
  }),
  action(beginLink, async (call, { provider: key, current }) => {
    const { world } = call;
    const { user, actor } = await provedAnew(call, current);
    if (user.store_kind !== 'primary') throw new Refusal('account.elsewhere', { domain: user.domain });
    if ((await linkedOf(world.db.read, user.no)).length >= linkedMax) throw tooMany();
    const provider = switchedOn(await providerByKey(world.db.read, key));
    const redirectUri = redirectUriOf(world, key);
    if (redirectUri === '') throw new Refusal('provider.no-address');
    const trip = newTrip(world, { purpose: 'link', browser: actor.viaId }, { whither: provider.id, to: '' });
    return { url: await asking(world, provider, () => world.providers.begin(connectionOf(world, provider), { ...trip, redirectUri })) };
  }),
  action(unlinkMyAccount, async (call, { account, current }) => {
    const { user } = await provedAnew(call, current);
    await call.change(async ({ tx, record }) => {
      const all = await linkedOf(tx, user.no);
      const row = all.find(({ id }) => id === account);
      if (!row) throw new Refusal('account.missing');
      if (
        !(await hasOtherWay(
          call,
          user,
          all.filter(({ id }) => id !== account),
        ))
      )
        throw new Refusal('account.only-way');
      await removeLinked(tx, row.no);
      record({ ...accountImage(ownerOf(user), row.provider_name), before: linkedImage({ ...row, key: row.provider_key }), after: null });
    });
    return {};
  }),
];

/** A password, another account whose provider is switched on, or a passkey where one signs in alone. */
async function hasOtherWay({ world }: Call, user: CredentialRow, others: readonly LinkedShown[]): Promise<boolean> {
  if (!isWithoutPassword(user) || others.some(({ enabled }) => enabled === 1)) return true;
  if (!world.settings.of(signInRule).passkeysAlone) return false;
  return (await factorsOf(world.db.read, user.no)).some(({ kind, suspended_at }) => kind === 'passkey' && suspended_at === 0);
}
