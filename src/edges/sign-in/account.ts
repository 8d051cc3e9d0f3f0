// Everybody's own page, also without Login: my password, my sessions and tokens, what may I do and why.
// Part of this edge's plugin. Each change runs the same action as the API.
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { UserActor } from '#actor.ts';
import { authenticationActions } from '#authentication/actions.ts';
import { changeMyPassword } from '#authentication/contract.ts';
import { signInProved } from '#authentication/flow.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { explain } from '#permissions/explain.ts';
import { displayPath } from '#permissions/model.ts';
import { sessionActions } from '#sessions/actions.ts';
import { addMyToken, endMySession, endMyToken, me, mySessions, myTokens } from '#sessions/contract.ts';
import { endOne } from '#sessions/end-all.ts';
import type { World } from '#world.ts';
import { mark, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { newPasswordFields, refuseDifferent } from './sign-in.ts';
import { type Form, formOf, fromOf, setSignedIn, visitorIfAny, visitorOf } from './visitor.ts';

const dayMilliseconds = 86_400_000;
const tokenDaysByDefault = 90;

async function run<Op extends AnyOperation>(
  world: World,
  actor: UserActor,
  { operation, input }: { readonly operation: Op; readonly input: InputOf<Op> },
): Promise<OutputOf<Op>> {
  const action = [...sessionActions, ...authenticationActions].find((one) => one.operation === operation);
  if (!action) throw new Error(`No action is made for ${operation.name}.`);
  // Found by the operation itself, whose output it gives.
  return (await action.run(world, actor, input)) as OutputOf<Op>;
}

type Visit = { readonly actor: UserActor; readonly csrf: string };
type Told = { readonly refusal?: Refusal; readonly good?: string; readonly secret?: string };

export function accountPages(world: World): FastifyPluginAsync {
  return async (server) => {
    server.get('/account', async (request, reply) => {
      const visit = await visitorIfAny(world, request);
      return visit ? sendAccount(world, reply, { visit, told: {} }) : reply.redirect('/sign-in?to=/account');
    });
    server.post('/account/password', (request, reply) => doing(world, { request, reply }, changePassword));
    server.post('/account/sessions/end', (request, reply) => doing(world, { request, reply }, endSession));
    server.post('/account/tokens', (request, reply) => doing(world, { request, reply }, makeToken));
    server.post('/account/tokens/end', (request, reply) => doing(world, { request, reply }, endToken));
  };
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };
type Deed = (world: World, given: { readonly visit: Visit; readonly form: Form } & Exchange) => Promise<Told & { readonly visit?: Visit }>;

/** A refusal is shown on the page itself; what was done is said there, too. */
async function doing(world: World, { request, reply }: Exchange, deed: Deed) {
  const visit = await visitorOf(world, request);
  try {
    const { visit: now = visit, ...told } = await deed(world, { visit, form: formOf(request), request, reply });
    return await sendAccount(world, reply, { visit: now, told });
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    return sendAccount(world, reply, { visit, told: { refusal } });
  }
}

/** The session goes on under a new id and secret. */
const changePassword: Deed = async (world, { visit, form, request, reply }) => {
  refuseDifferent(form.password, form.repeat);
  const { ended } = await run(world, visit.actor, { operation: changeMyPassword, input: { current: form.current ?? '', password: form.password ?? '' } });
  const rotated = await signInProved(world, { userNo: visit.actor.no, epoch: visit.actor.epoch + 1 }, fromOf(request));
  await world.db.write((tx) => endOne(tx, { id: visit.actor.viaId, userNo: visit.actor.no }));
  world.bearers.forget(visit.actor.viaId);
  setSignedIn(reply, rotated);
  const borne = await world.bearers.find(rotated.session.text, world.now());
  if (!borne) throw new Refusal('auth.required');
  const others = ended.sessions === 0 ? '' : ` ${ended.sessions} other ${ended.sessions === 1 ? 'session has' : 'sessions have'} ended.`;
  return { good: `Your password is changed.${others}`, visit: { actor: { ...visit.actor, viaId: borne.id, epoch: borne.epoch }, csrf: borne.csrf } };
};

const endSession: Deed = async (world, { visit, form }) => {
  await run(world, visit.actor, { operation: endMySession, input: { session: form.id ?? '' } });
  return { good: 'That session has ended.' };
};

const makeToken: Deed = async (world, { visit, form }) => {
  const permissions = (form.permissions ?? '').split(/\s+/).filter((path) => path !== '');
  const days = /^\d{1,4}$/.test(form.days ?? '') ? Number(form.days) : 0;
  const input = { name: (form.name ?? '').trim(), permissions, endsAt: world.now() + days * dayMilliseconds };
  const { secret } = await run(world, visit.actor, { operation: addMyToken, input });
  return { good: 'Your token is made. Copy it now: it is shown this once.', secret };
};

const endToken: Deed = async (world, { visit, form }) => {
  await run(world, visit.actor, { operation: endMyToken, input: { token: form.id ?? '' } });
  return { good: 'That token has ended.' };
};

async function sendAccount(world: World, reply: FastifyReply, { visit: { actor, csrf }, told }: { readonly visit: Visit; readonly told: Told }) {
  const shown = await run(world, actor, { operation: me, input: {} });
  const sessions = await run(world, actor, { operation: mySessions, input: {} });
  const tokens = await run(world, actor, { operation: myTokens, input: {} });
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const secret =
    told.secret !== undefined &&
    html`<div class="card"><h2>Your new token</h2><p class="dim small">Send it as <code>Authorization: Bearer …</code></p><code class="secret">${told.secret}</code></div>`;
  const body = html`<div class="bar">${mark}<a href="/carbon">Console</a><form method="post" action="/sign-out">${hidden}<button class="quiet">Sign out</button></form></div>
<h1>${shown.user.shownName || shown.user.userName}</h1><p class="dim">${shown.user.domain}/${shown.user.userName}</p>${saying(told.refusal ?? null, told.good)}${secret}
<div class="card" id="may"><h2>What may I do, and why?</h2>${await mayList(world, actor, [...shown.permissions, ...shown.scoped])}</div>
<div class="card" id="sessions"><h2>My sessions</h2>${sessionTable(sessions.items, hidden)}</div>
<div class="card" id="tokens"><h2>My API tokens</h2><p class="dim">For programs that act as you. Each has an end, and may do no more than you may.</p>${tokenTable(tokens.items, hidden)}${tokenForm(hidden)}</div>
<div class="card" id="my-password"><h2>My password</h2><p class="dim">Your other sessions end when you change it.</p><form method="post" action="/account/password">${hidden}<input type="hidden" name="userName" autocomplete="username" value="${shown.user.userName}">
<label for="current">Current password</label><input id="current" type="password" name="current" autocomplete="current-password" required maxlength="1024">${newPasswordFields(world)}<button>Change my password</button></form></div>`;
  return sendPage(reply, { title: 'My account', body, wide: true, meter: true }, told.refusal ? statusFor(reply, told.refusal) : 200);
}

async function mayList(world: World, actor: UserActor, paths: readonly string[]): Promise<Html> {
  const { model } = world.authorizer;
  const subject = await world.authorizer.subject(actor.id);
  if (!subject || paths.length === 0) return html`<p class="dim">Nothing yet: no role of yours holds a permission. Ask an administrator for one.</p>`;
  const items = paths.map((path) => {
    const node = model.byPath.get(path);
    const why = node ? explain(model, { subject, node, now: world.now() }).paths : [];
    const sources = why.map(
      (one) =>
        html`role <strong>${one.role.name}</strong>${one.through.length > 0 && html` through ${one.through.map(({ name }) => name).join(' in ')}`}${one.until > 0 && html` until ${moment(one.until)}`}${one.scope !== null && html` <span class="tag">within a scope</span>`}`,
    );
    return html`<li>${displayPath(model, path)}<br><span class="dim small">by ${sources.length > 0 ? sources.map((source, at) => html`${at > 0 && ', '}${source}`) : 'a role within a scope'}</span></li>`;
  });
  return html`<ul class="plain">${items}</ul>`;
}

const moment = (at: number): string => (at === 0 ? 'never' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`);

const endButton = (action: string, id: string, hidden: Html) =>
  html`<form method="post" action="${action}">${hidden}<input type="hidden" name="id" value="${id}"><button class="quiet">End</button></form>`;

function sessionTable(items: OutputOf<typeof mySessions>['items'], hidden: Html): Html {
  const rows = items.map(
    (item) =>
      html`<tr><td>${browserIn(item.browser)}<br><span class="dim small">${item.network}</span></td><td class="hide">${moment(item.startedAt)}</td><td>${moment(item.lastSeenAt)}</td><td>${item.current ? html`<span class="tag">this one</span>` : endButton('/account/sessions/end', item.id, hidden)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>Browser</th><th class="hide">Signed in</th><th>Last seen</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Words people know; the rest as it calls itself. */
function browserIn(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(agent.replace(/HeadlessChrome/, 'Chrome'));
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  return browser ? `${browser[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera')} ${browser[2]}${system ? ` on ${system}` : ''}` : agent || 'unknown';
}

function tokenTable(items: OutputOf<typeof myTokens>['items'], hidden: Html): Html {
  if (items.length === 0) return html``;
  const rows = items.map(
    (item) =>
      html`<tr><td><strong>${item.name}</strong><br><span class="dim small">${item.permissions.length > 0 ? item.permissions.join(', ') : 'everything I may'}</span></td><td>${moment(item.endsAt)}</td><td class="hide">${moment(item.lastUsedAt)}</td><td>${endButton('/account/tokens/end', item.id, hidden)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>Name</th><th>Ends</th><th class="hide">Last used</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const tokenForm = (
  hidden: Html,
): Html => html`<form method="post" action="/account/tokens">${hidden}<div class="row"><div><label for="name">Name</label><input id="name" type="text" name="name" required maxlength="64" placeholder="what it is for"></div>
<div><label for="days">Days until it ends</label><input id="days" type="number" name="days" min="1" max="366" value="${tokenDaysByDefault}" required></div></div>
<label for="permissions">Only these permissions <span class="dim">(paths, one a line; empty = everything I may)</span></label><textarea id="permissions" name="permissions" spellcheck="false"></textarea><button>Make a token</button></form>`;
