// The pages of signing in: name and password, then, if the password was given by somebody else, his own; and signing out.
// Part of this edge's plugin. The steps are the flow's; here they are forms and cookies.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authenticationActions } from '#authentication/actions.ts';
import { asksCurrent, chooseOwnPassword } from '#authentication/choose-own-password.ts';
import { signOut } from '#authentication/contract.ts';
import { provedBy, signIn } from '#authentication/flow.ts';
import { identifying } from '#authentication/identifier-contract.ts';
import { ruleOf } from '#authentication/own-password.ts';
import { Refusal } from '#errors.ts';
import { passwordRule } from '#passwords/policy.ts';
import { type Rule, ruleForEverybody } from '#passwords/rule.ts';
import { say } from '#sentences/sentence.ts';
import { isSetUpYet } from '#setup/finish.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, type Pages, saying, sendNotSetUp, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { goOnward } from './onward.ts';
import { goOrProve } from './prove-here.ts';
import { forget, forgetPlace } from './remembered.ts';
import { sendForm } from './sign-in-form.ts';
import { ownPath } from './to.ts';
import { beginForm, checkForm, clearSession, flowCookie, fromOf, visitorIfAny, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export function signInForms(world: World): Pages {
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
      if (visitor) return goOrProve(world, { request, reply }, { visit: visitor, to });
      const name = nameAsked(request);
      return sendForm(world, { request, reply }, { to, name, refusal: null, isNamed: name !== '' });
    });
    server.post(forgetPlace, limited, async (request, reply) => {
      const { name = '', to } = checkForm(world, request);
      return forget(world, reply, name).redirect(`/sign-in?to=${encodeURIComponent(ownPath(to))}`, 303);
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
  const isNamed = world.settings.of(identifying).nameFirst && (form.userName ?? '') !== '';
  // One after the other: whether he is anybody is asked together with his password.
  if (isNamed && form.password === undefined) return sendForm(world, { request, reply }, { to, name: form.userName ?? '', refusal: null, isNamed });
  try {
    return await goOnward(world, reply, await signIn(world, { typedName: form.userName ?? '', password: form.password ?? '' }, { ...fromOf(request), to }));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendForm(world, { request, reply }, { to, name: form.userName ?? '', refusal, isNamed });
  }
}

/** One of those this browser remembers was chosen. */
function nameAsked({ query }: FastifyRequest): string {
  const { as } = query as Readonly<Record<string, unknown>>;
  return typeof as === 'string' && as.length <= nameMax && as.isWellFormed() ? as : '';
}
const nameMax = 320;

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

/** Each line with its bounds, for the script that judges it while it is typed. */
const ruleList = (rule: Rule, { speak }: Spoken): Html =>
  html`<ul class="rule">${passwordRule(rule).map((one) => {
    const { min = '', max = '', needed = '' } = one.facts;
    const least = typeof needed === 'object' && 'code' in needed ? needed.code.slice('strength.'.length) : min;
    return html`<li data-rule="${one.code.slice('password.rule-'.length)}" data-min="${String(least)}" data-max="${String(max)}">${speak(one)}</li>`;
  })}</ul>`;

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
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p class="dim">${why}</p>${saying(words, refusal)}
<form method="post" action="/sign-in/password"><input type="hidden" name="csrf" value="${csrf}">${asksCurrent(user) && current}${newPasswordFields(world, words, await ruleOf(world, user))}<button>${save}</button></form></div>`;
  return sendPage(reply, words, { title, body, meter: true, status: refusal ? statusFor(reply, refusal) : 200 });
}
