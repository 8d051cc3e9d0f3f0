// The pages of signing in: name and password, then, if the password was given by somebody else, his own; and signing out.
// Part of this edge's plugin. The steps are the flow's; here they are forms and cookies.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { authenticationActions } from '#authentication/actions.ts';
import { asksCurrent, chooseOwnPassword } from '#authentication/choose-own-password.ts';
import { signOut } from '#authentication/contract.ts';
import { provedBy, signIn } from '#authentication/flow.ts';
import { identifying } from '#authentication/identifier-contract.ts';
import { ruleOf } from '#authentication/own-password.ts';
import { Refusal } from '#errors.ts';
import { offersRecovery } from '#mail/server.ts';
import { passwordRule } from '#passwords/policy.ts';
import { type Rule, ruleForEverybody } from '#passwords/rule.ts';
import { say } from '#sentences/sentence.ts';
import { isSetUpYet } from '#setup/finish.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, mark, saying, sendNotSetUp, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { goOnward, placeFor } from './onward.ts';
import { alonePasskeyForm, isOfferedAlone } from './passkey-form.ts';
import { providerButtons } from './providers.ts';
import { ownPath } from './to.ts';
import { beginForm, checkForm, clearSession, flowCookie, fromOf, visitorIfAny, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export function signInForms(world: World): FastifyPluginAsync {
  // Set up once is set up for good.
  let wasSetUp = false;
  const isSetUp = async () => {
    wasSetUp ||= await isSetUpYet(world);
    return wasSetUp;
  };
  return async (server) => {
    server.get('/sign-in', limited, async (request, reply) => {
      if (!(await isSetUp())) return sendNotSetUp({ request, reply });
      const to = ownPath((request.query as Record<string, unknown>).to);
      const visitor = await visitorIfAny(world, request);
      if (visitor) return reply.redirect(await placeFor(world, visitor.actor.id, to));
      return sendForm(world, { request, reply }, { to, name: '', refusal: null });
    });
    server.post('/sign-in', limited, async (request, reply) => ((await isSetUp()) ? enter(world, request, reply) : sendNotSetUp({ request, reply })));
    server.get('/sign-in/password', limited, async (request, reply) => {
      const { user } = await provedBy(world, request.cookies[flowCookie], 'own-password');
      return sendOwnPassword(world, { request, reply }, { user, refusal: null });
    });
    server.post('/sign-in/password', limited, async (request, reply) => choose(world, request, reply));
    server.post('/sign-out', async (request, reply) => {
      const { actor } = await visitorOf(world, request);
      await authenticationActions.find(({ operation }) => operation === signOut)?.run(world, actor, {});
      return clearSession(reply).redirect('/sign-in', 303);
    });
  };
}

async function enter(world: World, request: FastifyRequest, reply: FastifyReply) {
  const form = checkForm(world, request);
  const to = ownPath(form.to);
  try {
    return await goOnward(world, reply, await signIn(world, { typedName: form.userName ?? '', password: form.password ?? '' }, { ...fromOf(request), to }));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendForm(world, { request, reply }, { to, name: form.userName ?? '', refusal });
  }
}

/** What names somebody here, such as "User name or mail address". */
function namesOf({ settings, authorizer }: World, { locale, signIn: { userName, fields } }: Spoken): string {
  const more = settings.of(identifying).attributes.map(({ name }) => fields[name] ?? (authorizer.model.attributes.get(name)?.displayName || name));
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format([userName, ...more]);
}

export async function sendForm(
  world: World,
  { request, reply }: Exchange,
  { to, name, refusal }: { readonly to: string; readonly name: string; readonly refusal: Refusal | null },
) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { title, password, go, forgotten, recover } = words.signIn;
  const help = offersRecovery(world) ? html`<a href="/recover">${recover}</a>` : forgotten;
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="to" value="${to}">`;
  const offered = isOfferedAlone(world);
  const body = html`${mark}<div class="card"><h1>${title}</h1>${saying(words, refusal)}
<form method="post" action="/sign-in">${hidden}
<label for="userName">${namesOf(world, words)}</label><input id="userName" type="text" name="userName" value="${name}" autocomplete="${offered ? 'username webauthn' : 'username'}" autocapitalize="none" spellcheck="false" required maxlength="320" ${name === '' ? html`autofocus` : ''}>
<label for="password">${password}</label><input id="password" type="password" name="password" autocomplete="current-password" required maxlength="1024" ${name === '' ? '' : html`autofocus`}>
<button>${go}</button></form>${offered && alonePasskeyForm(words, hidden)}${await providerButtons(world, words, hidden)}</div><p class="foot dim small">${help}</p>`;
  return sendPage(reply, words, { title, body, passkey: offered, status: refusal ? statusFor(reply, refusal) : 200 });
}

/** What can be typed anew. */
const isAboutTyping = ({ kind, code }: Refusal) => kind === 'invalid' || code === 'store.refused' || code === 'signin.throttled';

async function choose(world: World, request: FastifyRequest, reply: FastifyReply) {
  const form = checkForm(world, request);
  const flow = request.cookies[flowCookie];
  try {
    refuseDifferent(form.password, form.repeat);
    const chosen = { flow, current: form.current ?? '', password: form.password ?? '' };
    return await goOnward(world, reply, await chooseOwnPassword(world, chosen, fromOf(request)));
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || !isAboutTyping(refusal)) throw refusal;
    return sendOwnPassword(world, { request, reply }, { user: (await provedBy(world, flow, 'own-password')).user, refusal });
  }
}

export function refuseDifferent(password: string | undefined, repeat: string | undefined): void {
  if (password !== repeat) throw new Refusal('password.rejected', { says: say('password.differ') }, [{ field: 'repeat' }]);
}

const ruleList = (rule: Rule, { speak }: Spoken): Html => html`<ul class="rule">${passwordRule(rule).map((one) => html`<li>${speak(one)}</li>`)}</ul>`;

/** Two fields with the rule shown before typing. The meter is drawn by a script, if there is one, in the words that stand beside it. */
export function newPasswordFields(world: World, words: Spoken, rule: Rule = ruleForEverybody(world)): Html {
  const { new: label, repeat, strength, strengths, characters } = words.ownPassword;
  return html`<label for="password">${label}</label><input id="password" type="password" name="password" autocomplete="new-password" required maxlength="1024" data-meter aria-describedby="rule"><div data-meter-place data-strength="${strength}" data-strengths="${strengths.join('|')}" data-characters="${characters}"></div><div id="rule">${ruleList(rule, words)}</div>
<label for="repeat">${repeat}</label><input id="repeat" type="password" name="repeat" autocomplete="new-password" required maxlength="1024">`;
}

type Choosing = {
  readonly user: Parameters<typeof asksCurrent>[0] & Parameters<typeof ruleOf>[1] & { readonly domain: string };
  readonly refusal: Refusal | null;
};

async function sendOwnPassword(world: World, { request, reply }: Exchange, { user, refusal }: Choosing) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { own, ownWhy, anew, anewWhy, present, save } = words.ownPassword;
  const [title, why] = asksCurrent(user) ? [anew, anewWhy(user.domain)] : [own, ownWhy];
  const current = html`<label for="current">${present}</label><input id="current" type="password" name="current" autocomplete="current-password" required maxlength="1024">
`;
  const body = html`${mark}<div class="card"><h1>${title}</h1><p class="dim">${why}</p>${saying(words, refusal)}
<form method="post" action="/sign-in/password"><input type="hidden" name="csrf" value="${csrf}">${asksCurrent(user) && current}${newPasswordFields(world, words, await ruleOf(world, user))}<button>${save}</button></form></div>`;
  return sendPage(reply, words, { title, body, meter: true, status: refusal ? statusFor(reply, refusal) : 200 });
}
