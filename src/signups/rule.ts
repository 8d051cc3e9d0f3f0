// How sign-up is set, whether anybody can sign up now, and what an administrator may set.
// Called by the files of this room and by the pages.
import { action, type Call, type Doing } from '#action.ts';
import { titleOf } from '#attributes/definition.ts';
import { domainToAscii } from '#attributes/formats.ts';
import { type FieldFault, Refusal } from '#errors.ts';
import { sendsMail } from '#mail/server.ts';
import { isAdministrative } from '#roles/role.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { changeSettings } from '#settings/change.ts';
import { changeRolesOfUser } from '#users/contract.ts';
import type { World } from '#world.ts';
import { changeSignUpRule as changing, type SignUpRule, showSignUpRule as showing, signUpSection } from './contract.ts';
import { isAskable, unanswerable } from './fields.ts';

export const signUpRule = ({ settings }: Pick<World, 'settings'>): SignUpRule => settings.of(signUpSection);

/** What stands in the way though it is on; null = nothing. */
export function lacking(world: World): Sentence | null {
  if (!sendsMail(world)) return say('mail.server-needed');
  const [blocking] = unanswerable(world.authorizer.model.attributes);
  return blocking ? say('sign-up.unanswerable', { title: titleOf(blocking) }) : null;
}

/** `invited` = by a link of an administrator's. */
export function offersSignUp(world: World, invited = false): boolean {
  const { mode } = signUpRule(world);
  return (mode === 'open' || (invited && mode === 'invitation')) && lacking(world) === null;
}

export const showSignUpRule = action(showing, async (call) => shown(call));

function shown({ world, speak }: Call) {
  const settings = signUpRule(world);
  const lacks = settings.mode === 'off' ? null : lacking(world);
  const offered = settings.mode !== 'off' && lacks === null;
  return { version: world.settings.versionOf(signUpSection), settings, offered, lacks: lacks ? speak(lacks) : '' };
}

export const changeSignUpRule = action(changing, async (call, { version, ...set }) => {
  const domains = set.mailDomains?.map((domain) => domainToAscii(domain.trim()) ?? domain);
  const wanted = { ...set, ...(domains ? { mailDomains: domains } : {}) };
  await call.change((doing) =>
    changeSettings(doing, signUpSection, { version, set: wanted }, (after, before) => {
      if (after.mode !== 'off' && !sendsMail(call.world)) throw new Refusal('mail.not-set-up', { says: say('mail.server-needed') }, [{ field: 'mode' }]);
      const faults = [...fieldFaults(doing, after), ...roleFaults(doing, after), ...termsFaults(after), ...domainFaults(after)];
      if (faults.length > 0) throw new Refusal('sign-up.unfit', { says: faults.map(({ says }) => says) }, faults);
      refuseGiving(
        doing,
        after.roles.filter((id) => !before.roles.includes(id)),
      );
    }),
  );
  return shown(call);
});

type Fault = FieldFault & { readonly says: Sentence };

function fieldFaults({ model: { attributes } }: Doing, { mode, fields }: SignUpRule): readonly Fault[] {
  const unfit = fields.filter((name) => !isAskable(attributes.get(name)) || name === 'mail');
  const blocking = mode === 'off' ? [] : unanswerable(attributes);
  return [
    ...unfit.map((name) => ({ field: 'fields', says: say('sign-up.not-his', { name }) })),
    ...blocking.map((one) => ({ field: 'mode', says: say('sign-up.unanswerable', { title: titleOf(one) }) })),
  ];
}

/** Whoever signs up is nobody yet: nothing administrative is given to him. */
function roleFaults({ model }: Doing, { roles }: SignUpRule): readonly Fault[] {
  return roles.flatMap((id): readonly Fault[] => {
    const role = model.roleById.get(id);
    if (!role) return [{ field: 'roles', says: say('role.missing') }];
    const isUnfit = role.builtIn !== '' || isAdministrative(model, role);
    return isUnfit ? [{ field: 'roles', says: say('sign-up.role-administrative', { name: role.name }) }] : [];
  });
}

/** To have roles given to anybody is giving them to everybody: it takes that right, everywhere. */
function refuseGiving({ reachAt }: Doing, added: readonly string[]): void {
  if (added.length === 0) return;
  const [path, reach] = [changeRolesOfUser.needs, reachAt(changeRolesOfUser.needs)];
  if (reach !== null)
    throw reach.length === 0 ? new Refusal('permission.denied', { permission: path, path }, [{ field: 'roles' }]) : new Refusal('scope.too-wide');
}

function termsFaults({ termsText, termsLink, termsVersion }: SignUpRule): readonly Fault[] {
  const hasTerms = termsText !== '' || termsLink !== '';
  return [
    ...(hasTerms && termsVersion.trim() === '' ? [{ field: 'termsVersion', says: say('sign-up.terms-version') }] : []),
    ...(termsLink !== '' && URL.parse(termsLink)?.protocol !== 'https:' ? [{ field: 'termsLink', says: say('sign-up.terms-link') }] : []),
  ];
}

const domainFaults = ({ mailDomains }: SignUpRule): readonly Fault[] =>
  mailDomains.filter((domain) => domainToAscii(domain) !== domain).map((domain) => ({ field: 'mailDomains', says: say('sign-up.domain-form', { domain }) }));

/** As addresses are compared; empty = any. */
export function isDomainAllowed({ mailDomains }: SignUpRule, mailKey: string): boolean {
  return mailDomains.length === 0 || mailDomains.includes(mailKey.slice(mailKey.lastIndexOf('@') + 1));
}
