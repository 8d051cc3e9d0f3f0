// Finishing a sign-up: whoever has followed the link in the mail chooses his user name and password, says what is asked, and is made – or nothing of it.
// Called by edges/sign-in. He has shown that the mailbox is his, so he is told what is wrong; a name that is taken is told here and nowhere before, and to few tries.
import type { Doing } from '#action.ts';
import type { HostActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { type Change, change } from '#journal/change.ts';
import type { MailLanguage } from '#mail/contract.ts';
import { countGuess, type LinkRow, takeLink, writeVerified } from '#mail/link-queries.ts';
import { looksLikeAnother } from '#names/look-alike.ts';
import { checkPassword } from '#passwords/policy.ts';
import { type Rule, ruleFor } from '#passwords/rule.ts';
import { loadModel } from '#permissions/model-queries.ts';
import { askForAccount } from '#requests/ask.ts';
import { isAdministrative } from '#roles/role.ts';
import { say } from '#sentences/sentence.ts';
import { insertNew, judgedAnew, judgedNew, type New } from '#users/new-user.ts';
import { findStore, writeCredential } from '#users/queries.ts';
import { mailKeyOf, shownNameOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { isKnown } from './ask.ts';
import { fieldsAsked, valuesAsked } from './fields.ts';
import { writeAcceptedTerms } from './queries.ts';
import { isDomainAllowed, offersSignUp, signUpRule } from './rule.ts';

/** Of one link, wrong codes counted too: enough to find a name that is free, too few to ask who is here. */
const triesMax = 25;
/** Whoever signs up gives himself nothing: what he gets by the rule is journaled as its doing. */
const byRule: HostActor = { kind: 'host', name: 'sign-up', door: 'job' };

export type Chosen = {
  readonly userName: string;
  readonly password: string;
  /** Of attributes; what was not asked is as if it were not there. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Which terms he has seen and accepted; '' = none. */
  readonly terms: string;
  /** His own words to whoever lets him in. */
  readonly words: string;
  readonly language: MailLanguage;
  readonly network: string;
};
export type Finished = { readonly userName: string; readonly isWaiting: boolean };

/** Whether a link may still be finished; asked by the page, and again when it is. */
export function refuseOver(world: World, { purpose, mail_key }: LinkRow): void {
  const isOffered = offersSignUp(world, purpose === 'sign-up-invitation');
  if (!isOffered) throw new Refusal('sign-up.not-offered');
  if (purpose === 'sign-up' && !isDomainAllowed(signUpRule(world), mail_key)) throw new Refusal('sign-up.not-offered');
}

export async function ruleForNew(world: World): Promise<Rule> {
  return ruleFor(world, { store: (await primary(world.db.read)).id });
}

async function primary(source: Parameters<typeof findStore>[0]) {
  const store = await findStore(source, 'primary');
  if (!store) throw new Error('There is no PRIMARY store.');
  return store;
}

export async function finishSignUp(world: World, link: LinkRow, chosen: Chosen): Promise<Finished> {
  refuseOver(world, link);
  const { approval, termsVersion } = signUpRule(world);
  if (termsVersion !== chosen.terms) throw new Refusal('sign-up.terms', {}, [{ field: 'terms' }]);
  const counted = await world.db.write((tx) => countGuess(tx, link.id, triesMax));
  if (!counted) throw new Refusal('sign-up.over');
  const user = { ...judged(world, link, chosen), pending: approval ? 'approval' : '' };
  const { mail, shownName } = user.profile;
  checkPassword(
    chosen.password,
    { userName: user.name.name, mail, shownName: shownName || shownNameOf(user.profile, user.name.name) },
    await ruleForNew(world),
  );
  const passwordHash = await world.hashing.hash(chosen.password);
  const header = { actorKind: 'user', actorId: user.id, right: 'sign-up', door: 'sign-in', operation: 'sign-up.finish', reason: '' };
  const committed = await change(world.db, world.now(), header, async (open) => make(world, await doingFor(world, open), { link, chosen, user, passwordHash }));
  await world.changes.committed(committed);
  world.mail.ring();
  return { userName: user.name.name, isWaiting: approval };
}

function judged(world: World, { mail, mail_key }: LinkRow, { userName, values, language }: Chosen): New {
  const { fields, attributes } = valuesAsked(fieldsAsked(world.authorizer.model.attributes, signUpRule(world)), values);
  const user = judgedNew({ world, reachAt: () => [] }, { userName, language, ...fields, mail, attributes, kind: 'person' });
  if (looksLikeAnother(user.name.name)) throw new Refusal('sign-up.name', { says: say('sign-up.look-alike') }, [{ field: 'userName' }]);
  // Else one could wait under the address of somebody who is not here yet.
  const isMail = user.name.name.includes('@');
  if (isMail && mailKeyOf(user.name.name) !== mail_key) throw new Refusal('sign-up.name', { says: say('sign-up.other-mail') }, [{ field: 'userName' }]);
  return user;
}

/** He holds nothing, so nothing administrative is given in his name, whatever the rule says. */
async function doingFor(world: World, open: Change): Promise<Doing> {
  const isSame = open.modelNumber === world.authorizer.model.number;
  const model = isSame ? world.authorizer.model : await loadModel(open.tx);
  return { ...open, actor: byRule, model, powers: { held: [], now: open.now, narrowed: null }, reach: null, reachAt: () => null, proved: async () => {} };
}

type Making = { readonly link: LinkRow; readonly chosen: Chosen; readonly user: New; readonly passwordHash: string };

async function make(world: World, doing: Doing, { link, chosen, user, passwordHash }: Making): Promise<void> {
  const { tx, now } = doing;
  const taken = await takeLink(tx, link.id);
  if (!taken) throw new Refusal('sign-up.over');
  if (await isKnown(tx, taken.mail)) throw new Refusal('sign-up.known');
  const call = { world, reachAt: () => [] };
  const asked = { ...user.asked, roles: rolesByRule(world, doing) };
  const beside = async (no: number) => {
    await writeCredential(tx, no, { password_hash: passwordHash, changed_at: now, must_change: 0, temporary_until: 0 });
    await writeVerified(tx, { userNo: no, mailKey: taken.mail_key, now, recovered: true });
    if (chosen.terms !== '') await writeAcceptedTerms(tx, { user_no: no, version: chosen.terms, accepted_at: now });
    if (user.pending === '') return;
    const asker = { no, id: user.id, name: `PRIMARY/${user.name.name}` };
    await askForAccount(doing, { id: world.newId(), asker, words: chosen.words });
  };
  await insertNew(call, doing, { ...judgedAnew(call, doing, user), asked, pending: user.pending }, { store: await primary(tx), beside });
}

/** One that has come to hold administrative permissions since it was set, or is gone, is left out. */
function rolesByRule(world: World, { model }: Doing) {
  return signUpRule(world).roles.flatMap((id) => {
    const role = model.roleById.get(id);
    return role && role.builtIn === '' && !isAdministrative(model, role) ? [{ role: id, scope: null }] : [];
  });
}
