// The form somebody signs in with: name and password at once, or, where the rule says so, one after the other. Nobody is looked up between the two: it tells nothing.
// Drawn by the pages of this edge that let somebody in. Holds no rule.
import { identifying } from '#authentication/identifier-contract.ts';
import type { Refusal } from '#errors.ts';
import { offersRecovery } from '#mail/server.ts';
import { offersSignUp } from '#signups/rule.ts';
import { codePage } from '#users/mail-contract.ts';
import type { World } from '#world.ts';
import { type Exchange, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { alonePasskeyForm, isOfferedAlone } from './passkey-form.ts';
import { providerButtons } from './provider-buttons.ts';
import { rememberedIn, rememberedList } from './remembered.ts';
import { beginForm } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

type Shown = {
  readonly to: string;
  readonly name: string;
  readonly refusal: Refusal | null;
  /** He has said who he is, or this browser has: only his password is asked. */
  readonly isNamed?: boolean;
  /** Why he is asked who is signed in already. */
  readonly notice?: string;
};

export async function sendForm(world: World, { request, reply }: Exchange, { to, name, refusal, isNamed = false, notice = '' }: Shown) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="to" value="${to}">`;
  const offered = isOfferedAlone(world);
  const names = name === '' && refusal === null ? rememberedIn(world, request) : [];
  const asked = isNamed
    ? namedFields(words, { name, to })
    : world.settings.of(identifying).nameFirst
      ? nameField(world, words, name)
      : bothFields(world, words, name);
  const body = html`${words.mark}<div class="card"><h1>${words.signIn.title}</h1>${notice !== '' && html`<p class="dim">${notice}</p>`}${saying(words, refusal)}${names.length > 0 && rememberedList(words, { names, to, hidden })}
<form method="post" action="/sign-in">${hidden}${asked}</form>${offered && alonePasskeyForm(words, hidden)}${await providerButtons(world, words, hidden)}${refusal && whyNot(words, { now: world.now(), network: request.network })}</div><p class="foot dim small">${help(world, words)}</p>`;
  return sendPage(reply, words, { title: words.signIn.title, body, passkey: offered, status: refusal ? statusFor(reply, refusal) : 200 });
}

/** What names somebody here, such as "User name or mail address". */
function namesOf({ settings, authorizer }: World, { locale, signIn: { userName, fields } }: Spoken): string {
  const more = settings.of(identifying).attributes.map(({ name }) => fields[name] ?? (authorizer.model.attributes.get(name)?.displayName || name));
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format([userName, ...more]);
}

/** Whatever names somebody here. */
export const nameInput = (world: World, words: Spoken, { name, isFirst }: { readonly name: string; readonly isFirst: boolean }): Html =>
  html`<label for="userName">${namesOf(world, words)}</label><input id="userName" type="text" name="userName" value="${name}" autocomplete="${isOfferedAlone(world) ? 'username webauthn' : 'username'}" autocapitalize="none" spellcheck="false" required maxlength="320" ${isFirst ? html`autofocus` : ''}>`;

const passwordInput = ({ signIn }: Spoken, isFirst: boolean): Html =>
  html`<label for="password">${signIn.password}</label><input id="password" type="password" name="password" autocomplete="current-password" required maxlength="1024" ${isFirst ? html`autofocus` : ''}>`;

const bothFields = (world: World, words: Spoken, name: string): Html =>
  html`${nameInput(world, words, { name, isFirst: name === '' })}${passwordInput(words, name !== '')}<button>${words.signIn.go}</button>`;

const nameField = (world: World, words: Spoken, name: string): Html =>
  html`${nameInput(world, words, { name, isFirst: true })}<button>${words.signIn.next}</button>`;

/** The name stays a field, for whatever keeps passwords. */
const namedFields = (words: Spoken, { name, to }: { readonly name: string; readonly to: string }): Html =>
  html`<input type="text" name="userName" value="${name}" autocomplete="username" readonly hidden><p class="bar">${name}<a class="small" href="/sign-in?to=${encodeURIComponent(to)}&amp;as=">${words.signIn.other}</a></p>${passwordInput(words, true)}<button>${words.signIn.go}</button>`;

const help = (world: World, { signIn: { forgotten, recover, signUp }, recover: { haveCode } }: Spoken): Html =>
  html`${offersRecovery(world) ? html`<a href="/recover">${recover}</a>` : html`${forgotten} <a href="${codePage}">${haveCode}</a>`}${offersSignUp(world) && html` · <a href="/sign-up">${signUp}</a>`}`;

/** The same for everybody. What is wrong with an account is told after a right password, and to administrators in the list of sign-ins: by moment and network they find it. */
const whyNot = ({ signIn, moment }: Spoken, { now, network }: { readonly now: number; readonly network: string }): Html =>
  html`<details class="small"><summary>${signIn.whyNot}</summary><ul>${signIn.reasons.map((one) => html`<li>${one}</li>`)}<li>${signIn.tell(moment(now), network)}</li></ul></details>`;
