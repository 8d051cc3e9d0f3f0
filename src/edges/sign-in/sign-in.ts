// The pages of signing in: name and password, then, if the password was given by somebody else, his own; and signing out.
// Part of this edge's plugin. The steps are the flow's; here they are forms and cookies.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { authenticationActions } from '#authentication/actions.ts';
import { signOut } from '#authentication/contract.ts';
import { asksCurrent, chooseOwnPassword, provedBy, type SignedIn, signIn } from '#authentication/flow.ts';
import { lengthsOf } from '#authentication/own-password.ts';
import { Refusal } from '#errors.ts';
import { ruleInWords } from '#passwords/policy.ts';
import { isSetUpYet } from '#setup/finish.ts';
import type { World } from '#world.ts';
import { limited, mark, saying, sendNotSetUp, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { ownPath } from './to.ts';
import { beginForm, checkForm, clearSession, flowCookie, fromOf, setFlow, setSignedIn, visitorIfAny, visitorOf } from './visitor.ts';

const login = '/permission/admin/configure/login';

export function signInForms(world: World): FastifyPluginAsync {
  // Set up once is set up for good.
  let wasSetUp = false;
  const isSetUp = async () => {
    wasSetUp ||= await isSetUpYet(world);
    return wasSetUp;
  };
  return async (server) => {
    server.get('/sign-in', limited, async (request, reply) => {
      if (!(await isSetUp())) return sendNotSetUp(reply);
      const to = ownPath((request.query as Record<string, unknown>).to);
      const visitor = await visitorIfAny(world, request);
      if (visitor) return reply.redirect(await placeFor(world, visitor.actor.id, to));
      return sendForm(world, { request, reply }, { to, name: '', refusal: null });
    });
    server.post('/sign-in', limited, async (request, reply) => ((await isSetUp()) ? enter(world, request, reply) : sendNotSetUp(reply)));
    server.get('/sign-in/password', limited, async (request, reply) => {
      const user = await provedBy(world, request.cookies[flowCookie]);
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

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

async function enter(world: World, request: FastifyRequest, reply: FastifyReply) {
  const form = checkForm(world, request);
  const to = ownPath(form.to);
  try {
    const result = await signIn(world, { typedName: form.userName ?? '', password: form.password ?? '' }, { ...fromOf(request), to });
    if (result.step === 'done') return await signedIn(world, reply, result);
    return setFlow(reply, result.flow).redirect('/sign-in/password', 303);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendForm(world, { request, reply }, { to, name: form.userName ?? '', refusal });
  }
}

async function signedIn(world: World, reply: FastifyReply, result: SignedIn) {
  return setSignedIn(reply, result).redirect(await placeFor(world, result.userId, ownPath(result.to)), 303);
}

/** Who may not enter the console goes to his account. */
async function placeFor(world: World, userId: string, to: string): Promise<string> {
  if (to !== '') return to;
  return (await world.authorizer.may(userId, login, world.now())).allowed ? '/carbon' : '/account';
}

function sendForm(
  world: World,
  { request, reply }: Exchange,
  { to, name, refusal }: { readonly to: string; readonly name: string; readonly refusal: Refusal | null },
) {
  const csrf = beginForm(world, request, reply);
  const body = html`${mark}<div class="card"><h1>Sign in</h1>${saying(refusal)}
<form method="post" action="/sign-in"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="to" value="${to}">
<label for="userName">User name</label><input id="userName" type="text" name="userName" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="320" ${name === '' ? html`autofocus` : ''}>
<label for="password">Password</label><input id="password" type="password" name="password" autocomplete="current-password" required maxlength="1024" ${name === '' ? '' : html`autofocus`}>
<button>Sign in</button></form></div><p class="foot dim small">Forgotten it? Ask an administrator for a temporary one.</p>`;
  return sendPage(reply, { title: 'Sign in', body }, refusal ? statusFor(reply, refusal) : 200);
}

/** What can be typed anew. */
const isAboutTyping = ({ kind, code }: Refusal) => kind === 'invalid' || code === 'store.refused' || code === 'signin.throttled';

async function choose(world: World, request: FastifyRequest, reply: FastifyReply) {
  const form = checkForm(world, request);
  const flow = request.cookies[flowCookie];
  try {
    refuseDifferent(form.password, form.repeat);
    const chosen = { flow, current: form.current ?? '', password: form.password ?? '' };
    return await signedIn(world, reply, await chooseOwnPassword(world, chosen, fromOf(request)));
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || !isAboutTyping(refusal)) throw refusal;
    return sendOwnPassword(world, { request, reply }, { user: await provedBy(world, flow), refusal });
  }
}

export function refuseDifferent(password: string | undefined, repeat: string | undefined): void {
  const says = 'The two passwords differ.';
  if (password !== repeat) throw new Refusal('password.rejected', { says }, [{ field: 'repeat', says }]);
}

export const ruleList = (world: World): Html => html`<ul class="rule">${ruleInWords(lengthsOf(world)).map((says) => html`<li>${says}</li>`)}</ul>`;

/** Two fields with the rule shown before typing. */
export const newPasswordFields = (
  world: World,
): Html => html`<label for="password">New password</label><input id="password" type="password" name="password" autocomplete="new-password" required maxlength="1024" data-meter aria-describedby="rule"><div data-meter-place></div><div id="rule">${ruleList(world)}</div>
<label for="repeat">Repeat it</label><input id="repeat" type="password" name="repeat" autocomplete="new-password" required maxlength="1024">`;

type Choosing = { readonly user: Parameters<typeof asksCurrent>[0] & { readonly domain: string }; readonly refusal: Refusal | null };

function sendOwnPassword(world: World, { request, reply }: Exchange, { user, refusal }: Choosing) {
  const csrf = beginForm(world, request, reply);
  const title = asksCurrent(user) ? 'Choose a new password' : 'Choose your own password';
  const why = asksCurrent(user)
    ? `Yours has ended in ${user.domain}, where it is kept, or was given to you by somebody else. The new one counts there too.`
    : 'Yours was given to you by somebody else. From now on only you know it.';
  const body = html`${mark}<div class="card"><h1>${title}</h1><p class="dim">${why}</p>${saying(refusal)}
<form method="post" action="/sign-in/password"><input type="hidden" name="csrf" value="${csrf}">${asksCurrent(user) ? currentField : ''}${newPasswordFields(world)}<button>Save and go on</button></form></div>`;
  return sendPage(reply, { title, body, meter: true }, refusal ? statusFor(reply, refusal) : 200);
}

const currentField = html`<label for="current">Present password</label><input id="current" type="password" name="current" autocomplete="current-password" required maxlength="1024">
`;
