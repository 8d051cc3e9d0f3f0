// An entry of the journal as a sentence: who did what to whom, with what was before and what is after. Pure.
// It knows the images that the rooms leave; of an operation it does not know, it tells the name and what differs.
import type { JournalEntry } from '#journal/contract.ts';
import { wordOf } from '../../shared/show/deed.ts';
import { dayOf } from '../../shared/show/moments.ts';
import { fields } from '../../shared/strings/fields.ts';
import { story as say } from '../../shared/strings/story.ts';
import { type Difference, type Display, differencesOf, fieldSays } from './diff.ts';

type Image = JournalEntry['images'][number];

const toldMax = 4;
const longMax = 60;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const part = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);
const nameIn = (value: unknown): string => String(part(value, 'name') ?? '');
const dayIn = (value: unknown, field: string): string => {
  const at = part(value, field);
  return typeof at === 'number' && at > 0 ? dayOf(at) : '';
};

/** The qualified name without PRIMARY, which everybody is in who is in no other; and without what a membership adds to it. */
export const plainName = (name: string): string => name.replace(/^PRIMARY\//, '').replace(/ · .*$/, '');

export function actorName({ actor }: JournalEntry): string {
  if (actor.kind === 'host') return say.host;
  return plainName(actor.name || actor.id) || say.somebody;
}

const short = (text: string): string => (text.length > longMax ? `${text.slice(0, longMax)}…` : text);

function change({ field, before, after }: Difference, display: Display): string {
  const what = fieldSays(field, display);
  if (field.startsWith('/')) return after === '' ? say.unsaid(what) : after === fields.effects.deny ? say.denies(what) : say.allows(what);
  if (before === '') return say.set(what, short(after));
  return after === '' ? say.emptied(what, short(before)) : say.from(what, short(before), short(after));
}

/** "mail from “a” to “b”, country to “DE”, and 2 more". */
function changes({ before, after }: Image, display: Display): string {
  const told = differencesOf(before, after).map((difference) => change(difference, display));
  const rest = told.length - toldMax;
  return [...told.slice(0, toldMax), ...(rest > 0 ? [say.more(rest)] : [])].join(', ');
}

function membership({ name, before, after }: Image): string {
  const who = plainName(name);
  const role = part(after ?? before, 'role');
  const group = part(after ?? before, 'group');
  if (role) return after ? say.gave(nameIn(role), who, dayIn(after, 'until')) : say.took(nameIn(role), who);
  if (group) return after ? say.joined(nameIn(group), who) : say.left(nameIn(group), who);
  return '';
}

/** So does what he asks for. Its name is his own, and what it is about. */
function requestStory({ name, after }: Image): string {
  const about = name.replace(/^.* · /, '');
  const what = say.requests[about] ?? say.forRole(about);
  const state = String(part(after, 'state') ?? '');
  return state === 'open' ? say.asked(what) : (say.decided[state]?.(what, plainName(name)) ?? '');
}

/** A token or a session stands in the journal of its user. */
function bearer({ kind, name, before, after }: Image): string {
  const token = nameIn(part(after ?? before, 'token'));
  if (kind === 'token' && token) return after ? say.madeToken(plainName(name), token) : say.endedToken(plainName(name), token);
  const session = nameIn(part(before, 'session'));
  return kind === 'session' && session ? say.endedSession(plainName(name), session) : '';
}

/** What he shows besides his password stands in the journal of its user, too. */
function factorStory({ name, before, after }: Image): string {
  const factor = nameIn(part(after ?? before, 'factor'));
  if (!factor) return say.newCodes(plainName(name));
  return after ? say.addedFactor(plainName(name), factor) : say.removedFactor(plainName(name), factor);
}

/** Accounts elsewhere stand in the journal of whose they are. */
function accountStory({ name, before, after }: Image): string {
  const label = String(part(part(after ?? before, 'account'), 'label') ?? '');
  return after ? say.linked(plainName(name), label) : say.unlinked(plainName(name), label);
}

const verbs: Readonly<Record<string, (image: Image) => string>> = {
  'users.lock': ({ name, after }) => say.locked(plainName(name), dayIn(after, 'lockedUntil')),
  'users.unlock': ({ name }) => say.unlocked(plainName(name)),
  'users.disable': ({ name }) => say.disabled(plainName(name)),
  'users.enable': ({ name }) => say.enabled(plainName(name)),
  'users.delete': ({ name }) => say.deleted(plainName(name)),
  'stores.disable': ({ name }) => say.disabled(name),
  'stores.enable': ({ name }) => say.enabled(name),
  'stores.delete': ({ name }) => say.deleted(name),
  'users.restore': ({ name }) => say.restored(plainName(name)),
  'users.reset-password': ({ name }) => say.password(plainName(name)),
  'users.end-sessions': ({ name }) => say.sessions(plainName(name)),
  'requests.approve': ({ name, after }) => (part(after, 'state') === 'deleted' ? say.deleted(plainName(name)) : say.letIn(plainName(name))),
  'me.delete-account': ({ name }) => say.deleted(plainName(name)),
  'requests.refuse': ({ name }) => say.deleted(plainName(name)),
  'users.invite': ({ name }) => say.invited(plainName(name)),
  'users.revoke-invitation': ({ name }) => say.uninvited(plainName(name)),
  'invitation.accept': ({ name }) => say.accepted(plainName(name)),
  'sign-up.finish': ({ name }) => say.signedUp(plainName(name)),
  'users.make-recovery-link': ({ name }) => say.handed(plainName(name)),
  'recovery.finish-handed': ({ name }) => say.recoveredByHand(plainName(name)),
  'recovery.finish': ({ name }) => say.recovered(plainName(name)),
  'me.confirm-mail': ({ name }) => say.confirmedMail(plainName(name)),
};

function deed(operation: string, image: Image, display: Display): string {
  if (image.erased) return say.erased;
  if (image.kind === 'factor') return factorStory(image);
  if (image.kind === 'request') return requestStory(image);
  if (image.kind === 'account') return accountStory(image);
  const name = image.kind === 'settings' ? (say.settings[image.name] ?? image.name) : plainName(image.name || image.id);
  if (image.kind === 'membership') return membership(image) || say.nothing(wordOf('operations', operation), name);
  const borne = bearer(image);
  if (borne) return borne;
  const verb = image.kind === 'user' || image.kind === 'store' ? verbs[operation] : undefined;
  if (verb) return verb(image);
  if (image.kind === 'invitation') return say.invitedToSignUp(image.name);
  if (image.kind === 'viewing') return image.after ? say.viewed(name) : say.stoppedViewing(name);
  if (image.before === null) return say.added(name);
  if (image.after === null) return say.removed(name);
  const what = changes(image, display);
  return what ? say.changed(name, what) : say.nothing(wordOf('operations', operation), name);
}

const deedsMax = 3;

/** `id` = only what concerns this object, where an entry has several; `display` = what the path of a permission is called. */
type Telling = { readonly id?: string; readonly display?: Display };

/** Everything after the name of who did it. */
export function storyOf({ operation, images, reason }: JournalEntry, { id, display = (path) => path }: Telling = {}): string {
  const own = id === undefined ? images : images.filter((image) => image.id === id);
  const told = [...new Set((own.length > 0 ? own : images).map((image) => deed(operation, image, display)))];
  const rest = told.length - deedsMax;
  const deeds = [...told.slice(0, deedsMax), ...(rest > 0 ? [say.more(rest)] : [])].join('; ');
  return reason ? `${deeds}, ${say.because(reason)}` : deeds;
}
