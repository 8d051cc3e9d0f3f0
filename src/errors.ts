// Refusals: every "no" that Reeve gives on purpose, with a stable code, one of seven kinds, and a sentence that says what to do.
// Anyone may import it. It does not know HTTP, LDAP or exit codes: each edge maps the seven kinds to its own. Other languages are in languages/.
import { type Facts, filled, inEnglish, type Said } from '#sentences/sentence.ts';

/** The seven kinds of refusal. */
export type Kind = 'invalid' | 'unauthenticated' | 'forbidden' | 'missing' | 'conflict' | 'throttled' | 'unavailable';

/** code → [kind, what happened and what to do]. `{name}` is filled from the refusal's facts. docs/errors.md is printed from this. */
export const refusals = {
  'input.invalid': ['invalid', 'The input does not fit. See the fields.'],
  'cursor.invalid': ['invalid', 'This cursor does not belong to this list. Start from the first page.'],
  'user.name-invalid': ['invalid', '{says}'],
  'user.name-fixed': ['invalid', 'A user name cannot be changed: applications, logs and directories know the user by it. Change the shown name instead.'],
  'group.name-invalid': ['invalid', '{says}'],
  'role.name-invalid': ['invalid', '{says}'],
  'attribute.invalid': ['invalid', '{says}'],
  'attribute.definition-invalid': ['invalid', '{says}'],
  'dates.reversed': ['invalid', 'The end must lie after the start.'],
  'password.rejected': ['invalid', '{says}'],
  'password.wrong': ['invalid', 'The current password is not right.'],
  'token.too-long': ['invalid', 'A token may live at most {days} days.'],
  'token.too-many': ['invalid', 'A user may have {max} tokens at once. End one that is no longer used.'],
  'token.person': ['invalid', 'Make tokens for devices and programs here; a person makes his own on his account page.'],
  'scope.invalid': ['invalid', '{says}'],
  'store.domain-invalid': ['invalid', '{says}'],
  'store.settings-invalid': ['invalid', '{says}'],
  'group.cycle': ['invalid', 'Nesting may not go in a circle: {path}.'],
  'group.too-deep': ['invalid', 'Groups may be nested {max} deep.'],
  'permission.missing': ['invalid', 'There is no permission {path}.'],
  'auth.required': ['unauthenticated', 'Sign in, or send a valid token.'],
  'signin.refused': ['unauthenticated', 'User name or password is not right.'],
  'signin.unsure': ['unauthenticated', 'User name or password is not right. A user store does not answer at the moment: if you are sure, try again later.'],
  'user.locked': ['forbidden', 'This user is locked{until}.'],
  'user.disabled': ['forbidden', 'This user is disabled.'],
  'user.ended': ['forbidden', 'This user’s time has ended.'],
  'user.not-yet': ['forbidden', 'This user may not act yet.'],
  'user.pending': ['forbidden', 'This user is pending ({pending}).'],
  'user.deleted': ['forbidden', 'This user was deleted.'],
  'password.must-change': ['forbidden', 'Choose your own password first.'],
  'password.temporary-ended': ['forbidden', 'The temporary password has ended. Ask an administrator for a new one.'],
  'permission.denied': ['forbidden', 'You need the permission {permission}.'],
  'token.narrowed': ['forbidden', 'This token was not given the permission {permission}.'],
  'scope.too-wide': ['forbidden', 'You hold this right only within a scope, and this lies outside it.'],
  'target.holds-more': ['forbidden', '{kind} holds administrative permissions that you do not hold ({permission}), so you may not act on it.'],
  'role.may-not-give': ['forbidden', 'You may not give {permission}: only somebody who holds it himself, as widely and for as long, may give it.'],
  'viewing.read-only': ['forbidden', 'You see this as somebody else does: nothing can be changed, and what is personal is not shown.'],
  'viewing.ended': ['forbidden', 'You no longer see this as somebody else does. Go on as yourself.'],
  'viewing.session-needed': ['forbidden', 'Only somebody signed in with a browser can see what another sees.'],
  'viewing.cannot-open': ['conflict', '{name} may not open the Management Console ({permission}), so there is nothing to see.'],
  'viewing.sees-more': ['forbidden', '{name} sees more than you: he holds {permission}, and you do not hold it as widely.'],
  'self.refused': ['forbidden', 'Nobody does this to himself. Use your account page, or ask another administrator.'],
  'csrf.refused': ['forbidden', 'This request did not come from Reeve’s own pages. Reload and try again.'],
  'attribute.built-in': ['forbidden', '{name} is a field of every user: {says}'],
  'role.built-in': ['forbidden', 'The role {role} is built in: it cannot be {verb}.'],
  'store.read-only': [
    'forbidden',
    'Users of the store {domain} are kept where they come from; Reeve does not write there. Change it there: it comes here with the next synchronisation.',
  ],
  'store.password-ended': ['forbidden', 'Your password has ended in {domain}, where it is kept. Change it there, then sign in here.'],
  'store.other': ['forbidden', 'The group {group} belongs to the store {domain}: only users of that store can be in it.'],
  'store.primary': ['forbidden', 'PRIMARY is Reeve’s own store: it is always there, and has no settings.'],
  'store.declared': ['forbidden', 'The store {domain} is declared in {file}, and is changed there: edit its section, and start Reeve again.'],
  'store.own': ['forbidden', 'You come from the store {domain} yourself, and would shut yourself out. Ask an administrator of another store.'],
  'host.only': ['forbidden', 'Only the machine that Reeve runs on may do this. Use the reeve command there.'],
  'setup.closed': ['forbidden', 'Set-up is finished. On the host, "reeve setup" makes a new link.'],
  'setup.link-refused': ['forbidden', 'This set-up link has been used, has ended, or belongs to another browser. On the host, "reeve setup" makes a new one.'],
  'user.missing': ['missing', 'There is no such user.'],
  'group.missing': ['missing', 'There is no such group.'],
  'role.missing': ['missing', 'There is no such role.'],
  'entry.missing': ['missing', 'There is no such entry in the journal.'],
  'plan.missing': ['missing', 'There is no such plan; one that is not carried out is forgotten after an hour.'],
  'job.missing': ['missing', 'There is no such job.'],
  'attribute.missing': ['missing', 'There is no such attribute.'],
  'store.missing': ['missing', 'There is no user store {domain}.'],
  'session.missing': ['missing', 'There is no such session.'],
  'token.missing': ['missing', 'There is no such token.'],
  'view.missing': ['missing', 'There is no such view.'],
  'route.missing': ['missing', 'There is nothing at this address.'],
  'user.name-taken': ['conflict', 'The user name {name} is taken{by}.'],
  'attribute.name-taken': ['conflict', 'An attribute named {name} exists.'],
  'attribute.breaks': ['conflict', '{says}'],
  'attribute.taken': ['conflict', '{title} {value} is taken by another user.'],
  'mail.taken': ['conflict', 'The mail address {mail} is the user name of another user.'],
  'user.not-deleted': ['conflict', 'This user is not in the recycle bin.'],
  'store.domain-taken': ['conflict', 'A user store {domain} exists.'],
  'store.enabled': ['conflict', 'The store {domain} is in use. Disable it first, and see that nobody misses it.'],
  'store.disabled': ['conflict', 'The store {domain} is disabled. Enable it first.'],
  'store.refused': ['conflict', 'The store {domain} refused: {says}'],
  'store.busy': ['conflict', 'Something is being written about {name} in the store {domain} just now. Try again in a moment.'],
  'store.apart': ['conflict', 'This would be written in the store where the user lives, so it cannot be done as part of an undo. Change it by hand.'],
  'store.gone': ['conflict', '{name} is not in the store {domain} any more. Add the user there: with the same id he comes back by himself.'],
  'store.no-ids': [
    'conflict',
    'The store {domain} gives its users no ids of their own: they are known by their names alone, so there is nothing to link anew.',
  ],
  'store.slow': [
    'conflict',
    'The store {domain} could not be read to its end within {seconds} s, so nobody can be matched for certain. On the host, "reeve store relink {domain}" takes the time it needs.',
  ],
  'store.entry-taken': ['conflict', 'This entry of the store belongs to {name} already.'],
  'group.name-taken': ['conflict', 'A group named {name} exists.'],
  'role.name-taken': ['conflict', 'A role named {name} exists.'],
  'view.name-taken': ['conflict', 'A view named {name} exists.'],
  'version.stale': ['conflict', 'Somebody changed this meanwhile (you saw version {seen}, it is now {now}). Reload and try again.'],
  'limit.reached': ['conflict', 'There may be at most {max} {what}.'],
  'undo.not': ['conflict', 'This cannot be undone: {says}'],
  'undo.conflict': ['conflict', 'This cannot be undone any more: {says}'],
  'undo.done': ['conflict', 'This was undone already, by {who}.'],
  'selection.empty': ['invalid', 'Nobody is selected.'],
  'selection.too-many': ['invalid', 'More than {max} users are selected. Narrow the filter, or go in parts.'],
  'plan.nothing': ['conflict', 'This plan changes nobody.'],
  'plan.carried-out': ['conflict', 'This plan was carried out already. See its job.'],
  'job.finished': ['conflict', 'This job has ended already.'],
  'job.unfinished': ['conflict', 'This job has not ended yet.'],
  'row.changed': ['conflict', 'Somebody changed this since the rehearsal, so it was left alone.'],
  'already.so': ['conflict', '{says}'],
  'admin.last': ['conflict', 'This would leave nobody who holds All Permissions. Give them to another active person first.'],
  'signin.throttled': ['throttled', 'Too many failures. Try again in {wait}.'],
  'rate.exceeded': ['throttled', 'Too many requests. Try again in {seconds} s.'],
  'hash.busy': ['unavailable', 'Too many sign-ins at once. Try again in {seconds} s.'],
  'store.unavailable': ['unavailable', 'The user store {domain} does not answer, so this cannot be done now. Nothing was changed here.'],
  'store.unsure': [
    'unavailable',
    'The user store {domain} was asked and did not answer, so it is not known yet whether this was done. Reeve looks as soon as it answers.',
  ],
  'store.fault': ['unavailable', '{says}'],
  'node.stale': ['unavailable', 'This node has not heard from the database for {seconds} s and gives no answers until it has.'],
  'database.unavailable': ['unavailable', 'The database does not answer. Nothing was changed.'],
} as const satisfies Record<string, readonly [Kind, string]>;

export type Code = keyof typeof refusals;
/** Without `says`, what the refusal itself says is about this field. */
export type FieldFault = { readonly field: string; readonly says?: Said; readonly said?: Said };
/** As a refusal keeps it: in English, and as data for whoever reads another language; what says nothing of its own has no data either. */
type NamedFault = { readonly field: string; readonly says: string; readonly said?: Said };

/** An answer, not an accident: thrown by rules, mapped by edges. `fields` name what is wrong with which input. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly facts: Facts;
  readonly fields: readonly NamedFault[];

  constructor(code: Code, facts: Facts = {}, fields: readonly FieldFault[] = []) {
    super(filled(refusals[code][1], facts, inEnglish));
    this.code = code;
    this.facts = facts;
    this.fields = fields.map(({ field, says, said = says }) => (said === undefined ? { field, says: this.message } : { field, says: inEnglish(said), said }));
  }

  get kind(): Kind {
    return refusals[this.code][0];
  }
}
