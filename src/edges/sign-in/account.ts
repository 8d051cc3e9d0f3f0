// Everybody's own page, also without Login: my password, my sessions and tokens, what may I do and why.
// Part of this edge's plugin. Each change runs the same action as the API.
import type { UserActor } from '#actor.ts';
import { changeMyPassword, verifyMyMail } from '#authentication/contract.ts';
import { signInProved } from '#authentication/flow.ts';
import { ownRule } from '#authentication/own-password.ts';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { explain } from '#permissions/explain.ts';
import { displayPath } from '#permissions/model.ts';
import { addMyToken, endMySession, endMyToken, me, mySessions, myTokens } from '#sessions/contract.ts';
import { endOne } from '#sessions/end-all.ts';
import type { World } from '#world.ts';
import { accountsCard } from './accounts.ts';
import { applicationsCard } from './applications.ts';
import { type Exchange, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { myFactorsCard } from './my-factors.ts';
import { askRole, deletionCard, requestsCard, withdraw } from './my-requests.ts';
import { mailCard } from './own-mail.ts';
import { changeProfile, endEverythingForm, profileCard } from './profile.ts';
import { type Kept, leftBy, proofDeeds, proofForms } from './prove-again.ts';
import { newPasswordFields, refuseDifferent } from './sign-in.ts';
import { type Deed, run, type Told, type Visit } from './visit.ts';
import { formOf, fromOf, setSignedIn, visitorIfAny, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

const dayMilliseconds = 86_400_000;
const tokenDaysByDefault = 90;

export function accountPages(world: World): Pages {
  return async (server) => {
    server.get('/account', async (request, reply) => {
      const visit = await visitorIfAny(world, request);
      return visit ? sendAccount(world, { request, reply }, { visit, told: {} }) : reply.redirect('/sign-in?to=/account');
    });
    server.post('/account/password', (request, reply) => doing(world, { request, reply }, changePassword));
    server.post('/account/profile', (request, reply) => doing(world, { request, reply }, changeProfile));
    server.post('/account/mail', (request, reply) => doing(world, { request, reply }, verifyMail));
    server.post('/account/requests', (request, reply) => doing(world, { request, reply }, askRole));
    server.post('/account/requests/withdraw', (request, reply) => doing(world, { request, reply }, withdraw));
    server.post('/account/sessions/end', (request, reply) => doing(world, { request, reply }, endSession));
    server.post('/account/tokens', (request, reply) => doing(world, { request, reply }, makeToken));
    server.post('/account/tokens/end', (request, reply) => doing(world, { request, reply }, endToken));
    for (const [way, deed] of Object.entries(proofDeeds)) server.post(`/account/proof/${way}`, (request, reply) => doing(world, { request, reply }, deed));
  };
}

/** A refusal is shown on the page itself; what was done is said there, too. */
async function doing(world: World, { request, reply }: Exchange, deed: Deed) {
  const visit = await visitorOf(world, request);
  try {
    const { visit: now = visit, ...told } = await deed(world, { visit, form: formOf(request), request, reply });
    return await sendAccount(world, { request, reply }, { visit: now, told });
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    return sendAccount(world, { request, reply }, { visit, told: { refusal, ...leftBy(deed, formOf(request), refusal) } });
  }
}

/** The session goes on under a new id and secret. */
const changePassword: Deed = async (world, { visit, form, request, reply }) => {
  refuseDifferent(form.password, form.repeat);
  const { ended } = await run(world, visit.actor, { operation: changeMyPassword, input: { current: form.current ?? '', password: form.password ?? '' } });
  const rotated = await signInProved(world, { userNo: visit.actor.no, epoch: visit.actor.epoch + 1, session: visit.actor.viaId }, fromOf(request));
  await world.db.write((tx) => endOne(tx, { id: visit.actor.viaId, userNo: visit.actor.no }));
  world.bearers.forget(visit.actor.viaId);
  setSignedIn(reply, rotated);
  const borne = await world.bearers.find(rotated.session.text, world.now());
  if (!borne) throw new Refusal('auth.required');
  return {
    good: wordsFor(request).password.changed(ended.sessions),
    visit: { actor: { ...visit.actor, viaId: borne.id, epoch: borne.epoch }, csrf: borne.csrf },
  };
};

const verifyMail: Deed = async (world, { visit, request }) => {
  const { to } = await run(world, visit.actor, { operation: verifyMyMail, input: {} });
  return { good: wordsFor(request).ownMail.sent(to) };
};

const endSession: Deed = async (world, { visit, form, request }) => {
  await run(world, visit.actor, { operation: endMySession, input: { session: form.id ?? '' } });
  return { good: wordsFor(request).sessions.ended };
};

const makeToken: Deed = async (world, { visit, form, request }) => {
  const permissions = (form.permissions ?? '').split(/\s+/).filter((path) => path !== '');
  const days = /^\d{1,4}$/.test(form.days ?? '') ? Number(form.days) : 0;
  const input = { name: (form.name ?? '').trim(), permissions, endsAt: world.now() + days * dayMilliseconds };
  const { secret } = await run(world, visit.actor, { operation: addMyToken, input });
  return { good: wordsFor(request).tokens.made, secret };
};

const endToken: Deed = async (world, { visit, form, request }) => {
  await run(world, visit.actor, { operation: endMyToken, input: { token: form.id ?? '' } });
  return { good: wordsFor(request).tokens.ended };
};

type Shown = { readonly visit: Visit; readonly told: Told };

async function sendAccount(world: World, { request, reply }: Exchange, { visit: { actor, csrf }, told }: Shown) {
  const { user, permissions, scoped } = await run(world, actor, { operation: me, input: {} });
  const sessions = await run(world, actor, { operation: mySessions, input: {} });
  const tokens = await run(world, actor, { operation: myTokens, input: {} });
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
  const known = html`${hidden}<input type="hidden" name="userName" autocomplete="username" value="${user.userName}">`;
  const words = wordsFor(request);
  const { account } = words;
  const { proving = false } = told;
  const own = await ownRule(world, actor.no);
  const { hasPassword } = own;
  const body = html`<div class="bar">${words.mark}<a href="/carbon">${account.console}</a><form method="post" action="/sign-out">${hidden}<button class="quiet">${account.signOut}</button></form></div>
<h1>${user.shownName || user.userName}</h1><p class="dim">${user.domain}/${user.userName}</p>${saying(words, told.refusal ?? null, told.good)}${proving && html`<div class="card">${await proofForms(world, words, { actor, hidden, kept: told.kept ?? {} })}</div>`}${told.secret !== undefined && newToken(words, told.secret)}
${applicationsCard(world, words)}<div class="card" id="may"><h2>${account.may}</h2>${await mayList(world, words, { actor, paths: [...permissions, ...scoped] })}</div>
${await profileCard(world, words, { actor, hidden: known })}
<div class="card" id="my-password"><h2>${words.password.heading}</h2>${user.passwordKeptIn === '' ? passwordForm(world, words, { hidden: known, ...own }) : html`<p class="dim">${words.password.elsewhere(user.passwordKeptIn)}</p>`}</div>
${await myFactorsCard(world, words, { actor, hidden: known, hasPassword })}
${await accountsCard(world, words, { actor, hidden: known })}
${await mailCard(world, words, { actor, hidden })}
${await requestsCard(world, words, { actor, hidden })}
<div class="card" id="sessions"><h2>${words.sessions.heading}</h2>${sessionTable(words, sessions.items, hidden)}${endEverythingForm(words, hidden)}</div>
<div class="card" id="tokens"><h2>${words.tokens.heading}</h2><p class="dim">${words.tokens.says}</p>${tokenTable(words, tokens.items, hidden)}${tokenForm(words, hidden, told.kept)}</div>
${await deletionCard(world, words, { actor, hidden: known, hasPassword })}
`;
  return sendPage(reply, words, {
    title: account.title,
    body,
    wide: true,
    meter: true,
    passkey: proving,
    status: told.refusal ? statusFor(reply, told.refusal) : 200,
  });
}

const newToken = ({ tokens: { yours, send } }: Spoken, secret: string) =>
  html`<div class="card"><h2>${yours}</h2><p class="dim small">${send(html`<code>Authorization: Bearer …</code>`)}</p><code class="secret">${secret}</code></div>`;

type PasswordForm = { readonly hidden: Html } & Awaited<ReturnType<typeof ownRule>>;

const passwordForm = (world: World, words: Spoken, { hidden, rule, endsAt, hasPassword }: PasswordForm) =>
  html`<p class="dim">${hasPassword ? words.password.says : words.password.none}</p>${endsAt > 0 && html`<p>${words.password.ends(words.moment(endsAt))}</p>`}<form method="post" action="/account/password">${hidden}
${hasPassword && html`<label for="current">${words.password.current}</label><input id="current" type="password" name="current" autocomplete="current-password" required maxlength="1024">`}${newPasswordFields(world, words, rule)}<button>${hasPassword ? words.password.change : words.password.set}</button></form>`;

async function mayList(
  world: World,
  { account, moment }: Spoken,
  { actor, paths }: { readonly actor: UserActor; readonly paths: readonly string[] },
): Promise<Html> {
  const { model } = world.authorizer;
  const subject = await world.authorizer.subject(actor.id);
  if (!subject || paths.length === 0) return html`<p class="dim">${account.nothing}</p>`;
  const items = paths.map((path) => {
    const node = model.byPath.get(path);
    const why = node ? explain(model, { subject, node, now: world.now() }).paths : [];
    const sources = why.map(
      (one) =>
        html`${account.byRole(html`<strong>${one.role.name}</strong>`)}${one.through.length > 0 && account.through(one.through.map(({ name }) => name))}${one.until > 0 && account.until(moment(one.until))}${one.scope !== null && html` <span class="tag">${account.scoped}</span>`}`,
    );
    const all = sources.length > 0 ? html`${sources.map((source, at) => html`${at > 0 && ', '}${source}`)}` : account.someRole;
    return html`<li>${displayPath(model, path)}<br><span class="dim small">${account.by(all)}</span></li>`;
  });
  return html`<ul class="plain">${items}</ul>`;
}

type Ending = { readonly action: string; readonly id: string; readonly hidden: Html };

const endButton = ({ account }: Spoken, { action, id, hidden }: Ending) =>
  html`<form method="post" action="${action}">${hidden}<input type="hidden" name="id" value="${id}"><button class="quiet">${account.end}</button></form>`;

function sessionTable(words: Spoken, items: OutputOf<typeof mySessions>['items'], hidden: Html): Html {
  const { browser, signedIn, lastSeen, current } = words.sessions;
  const end = (id: string) => endButton(words, { action: '/account/sessions/end', id, hidden });
  const rows = items.map(
    (item) =>
      html`<tr><td>${browserIn(words, item.browser)}<br><span class="dim small">${item.network}</span></td><td class="hide">${words.moment(item.startedAt)}</td><td>${words.moment(item.lastSeenAt)}</td><td>${item.current ? html`<span class="tag">${current}</span>` : end(item.id)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>${browser}</th><th class="hide">${signedIn}</th><th>${lastSeen}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Words people know; the rest as it calls itself. */
function browserIn({ sessions: { on, unknown } }: Spoken, agent: string): string {
  const found = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(agent.replace(/HeadlessChrome/, 'Chrome'));
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  if (!found) return agent || unknown;
  const browser = `${found[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera')} ${found[2]}`;
  return system ? on(browser, system) : browser;
}

function tokenTable(words: Spoken, items: OutputOf<typeof myTokens>['items'], hidden: Html): Html {
  if (items.length === 0) return html``;
  const { name, ends, lastUsed, everything } = words.tokens;
  const end = (id: string) => endButton(words, { action: '/account/tokens/end', id, hidden });
  const rows = items.map(
    (item) =>
      html`<tr><td><strong>${item.name}</strong><br><span class="dim small">${item.permissions.length > 0 ? item.permissions.join(', ') : everything}</span></td><td>${words.moment(item.endsAt)}</td><td class="hide">${words.moment(item.lastUsedAt)}</td><td>${end(item.id)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>${name}</th><th>${ends}</th><th class="hide">${lastUsed}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const tokenForm = ({ tokens: { name, purpose, days, only, onlyHow, make } }: Spoken, hidden: Html, typed: Kept = {}): Html =>
  html`<form method="post" action="/account/tokens">${hidden}<div class="row"><div><label for="name">${name}</label><input id="name" type="text" name="name" required maxlength="64" placeholder="${purpose}" value="${typed.name ?? ''}"></div>
<div><label for="days">${days}</label><input id="days" type="number" name="days" min="1" max="366" value="${typed.days ?? tokenDaysByDefault}" required></div></div>
<label for="permissions">${only} <span class="dim">${onlyHow}</span></label><textarea id="permissions" name="permissions" spellcheck="false">${typed.permissions ?? ''}</textarea><button>${make}</button></form>`;
