// The table of inverses: which operation is taken back how, and why some never are (rule 23).
// Used by undo-entry.ts. A new operation that changes something finds its place here; a test asks for it.
import { type Sentence, say } from '#sentences/sentence.ts';
import type { Inverting } from './inverse.ts';
import * as application from './inverses/application.ts';
import * as attribute from './inverses/attribute.ts';
import * as group from './inverses/group.ts';
import { relinked } from './inverses/link.ts';
import { memberships } from './inverses/membership.ts';
import { providerEdited } from './inverses/provider.ts';
import { approved, deletedByHimself } from './inverses/request.ts';
import * as role from './inverses/role.ts';
import { settingsChanged } from './inverses/settings.ts';
import * as user from './inverses/user.ts';
import * as view from './inverses/view.ts';

export const inverses: Readonly<Record<string, Inverting>> = {
  'users.add': user.appeared,
  'users.update': user.edited,
  'me.update-profile': user.edited,
  'users.lock': user.locked,
  'users.unlock': user.unlocked,
  'users.disable': user.disabled,
  'users.enable': user.enabled,
  'users.delete': user.deleted,
  'users.restore': user.appeared,
  'users.change-roles': memberships,
  'roles.change-members': memberships,
  'requests.approve': approved,
  'me.delete-account': deletedByHimself,
  'roles.update': role.edited,
  'roles.delete': role.deleted,
  'groups.update': group.edited,
  'groups.delete': group.deleted,
  'groups.change-nesting': group.nested,
  'groups.change-members': memberships,
  'groups.change-roles': memberships,
  'users.relink': relinked,
  'groups.relink': relinked,
  'attributes.add': attribute.added,
  'attributes.edit': attribute.edited,
  'attributes.delete': attribute.deleted,
  'settings.change-sign-in': settingsChanged,
  'settings.change-passwords': settingsChanged,
  'settings.change-identifiers': settingsChanged,
  'settings.change-mail-links': settingsChanged,
  'settings.change-requests': settingsChanged,
  'settings.change-sign-up': settingsChanged,
  'settings.change-look': settingsChanged,
  'applications.add': application.appeared,
  'applications.restore': application.appeared,
  'applications.edit': application.edited,
  'applications.change-look': application.edited,
  'applications.require': application.edited,
  'applications.delete': application.deleted,
  'providers.edit': providerEdited,
  'views.add': view.added,
  'views.update': view.edited,
  'views.delete': view.deleted,
};

const credential = say('undo.credential');
const sessions = say('undo.sessions');
const factor = say('undo.factor');
const account = say('undo.account');

/** Operations that have no way back, in words. */
export const withoutInverse: Readonly<Record<string, Sentence>> = {
  'users.purge': say('undo.purged'),
  'users.reset-password': credential,
  'requests.refuse': say('undo.refused'),
  'me.ask-for-role': say('undo.asked'),
  'me.withdraw-request': say('undo.withdrawn'),
  'sign-up.invite': say('undo.sent'),
  'users.invite': say('undo.invited'),
  'users.make-recovery-link': say('undo.handed'),
  'users.revoke-invitation': say('undo.invitation-revoked'),
  'me.change-password': credential,
  'me.confirm-totp': factor,
  'me.add-passkey': factor,
  'me.remove-factor': factor,
  'me.renew-recovery-codes': factor,
  'users.reset-factors': factor,
  'me.end-everything': sessions,
  'users.end-sessions': sessions,
  'users.end-session': sessions,
  'me.unlink-account': account,
  'users.unlink-account': account,
  'providers.add': say('undo.provider-added'),
  'providers.delete': say('undo.provider-deleted'),
  'logos.add': say('undo.logo-added'),
  'roles.add': say('undo.role-added'),
  'groups.add': say('undo.group-added'),
};
/** Acts on many, as the operations they are made of. */
export const operationOfDeed: Readonly<Record<string, string>> = {
  'reset-password': 'users.reset-password',
  invite: 'users.invite',
  'end-sessions': 'users.end-sessions',
};
export const unknownSays = say('undo.no-way');
