// What one has asked for, on one's own page: roles that may be asked for, what became of it, withdrawing; and the end of the account.
// Part of the account's page. Each change runs the same action as the API.
import type { FastifyReply } from 'fastify';
import { Refusal } from '#errors.ts';
import { askersWordsMax } from '#requests/contract.ts';
import { askForRole, deleteMyAccount, type MyRequest, myRequests, withdrawRequest } from '#requests/my-contract.ts';
import type { World } from '#world.ts';
import { type Exchange, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { proofForms, provingCodes } from './prove-again.ts';
import { type Deed, run, type Visit } from './visit.ts';
import { clearSession, formOf, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

const dayMilliseconds = 86_400_000;
const day = /^\d{4}-\d{2}-\d{2}$/;

export const askRole: Deed = async (world, { visit, form, request }) => {
  const { role = '', reason = '', until = '' } = form;
  const input = { role, reason: reason.replace(/\s+/g, ' ').trim(), until: endOfDay(until) };
  await run(world, visit.actor, { operation: askForRole, input });
  return { good: wordsFor(request).requests.asked };
};

/** The day that is named still counts. */
function endOfDay(typed: string): number {
  const at = day.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? 0 : at + dayMilliseconds;
}

export const withdraw: Deed = async (world, { visit, form, request }) => {
  await run(world, visit.actor, { operation: withdrawRequest, input: { request: form.id ?? '' } });
  return { good: wordsFor(request).requests.withdrawn };
};

export function deletionPages(world: World): Pages {
  return async (server) => {
    server.post('/account/deletion', (request, reply) => deleteAccount(world, { request, reply }));
  };
}

async function deleteAccount(world: World, { request, reply }: Exchange): Promise<FastifyReply> {
  const { actor, csrf } = await visitorOf(world, request);
  const [form, words] = [formOf(request), wordsFor(request)];
  const { deletion } = words;
  try {
    const input = { current: form.current ?? '', reason: (form.reason ?? '').replace(/\s+/g, ' ').trim() };
    const { deleted } = await run(world, actor, { operation: deleteMyAccount, input });
    return deleted ? send(clearSession(reply), words, deletion.done) : send(reply, words, deletion.asked);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
    const isProving = provingCodes.includes(refusal.code);
    return send(reply, words, '', { refusal, next: isProving && (await proofForms(world, words, { actor, hidden, kept: {} })) });
  }
}

type Trouble = { readonly refusal: Refusal | null; readonly next: Html | false };

function send(reply: FastifyReply, words: Spoken, good: string, { refusal, next }: Trouble = { refusal: null, next: false }) {
  const { account, deletion } = words;
  const body = html`${words.mark}<div class="card"><h1>${deletion.heading}</h1>${saying(words, refusal, good)}${next}<p class="after"><a href="/account">${account.title}</a></p></div>`;
  return sendPage(reply, words, { title: deletion.heading, body, passkey: next !== false, status: refusal ? statusFor(reply, refusal) : 200 });
}

type Card = Pick<Visit, 'actor'> & { readonly hidden: Html };

/** Nothing where there is nothing to ask for, and nothing was asked. */
export async function requestsCard(world: World, words: Spoken, { actor, hidden }: Card): Promise<Html> {
  const { items, roles } = await run(world, actor, { operation: myRequests, input: {} });
  if (items.length === 0 && roles.length === 0) return html``;
  const { heading, says, ask, role, reason, until, send: verb } = words.requests;
  const choices = roles.map((one) => html`<option value="${one.id}">${one.description === '' ? one.name : `${one.name} – ${one.description}`}</option>`);
  const form =
    roles.length > 0 &&
    html`<details><summary>${ask}</summary><form method="post" action="/account/requests">${hidden}<label for="role">${role}</label><select id="role" name="role" required>${choices}</select>
<label for="reason">${reason}</label><textarea id="reason" name="reason" maxlength="${askersWordsMax}"></textarea><label for="until">${until}</label><input id="until" type="date" name="until"><button>${verb}</button></form></details>`;
  return html`<div class="card" id="requests"><h2>${heading}</h2><p class="dim">${says}</p>${items.length > 0 && table(words, items, hidden)}${form}</div>`;
}

function table(words: Spoken, items: readonly MyRequest[], hidden: Html): Html {
  const { what, state, when, kinds, forRole, states, withdraw: verb } = words.requests;
  const end = (id: string) =>
    html`<form method="post" action="/account/requests/withdraw">${hidden}<input type="hidden" name="id" value="${id}"><button class="quiet">${verb}</button></form>`;
  const rows = items.map(
    (one) =>
      html`<tr><td><strong>${one.kind === 'role' ? forRole(one.role) : kinds[one.kind]}</strong>${one.words !== '' && html`<br><span class="dim small">${one.words}</span>`}</td><td>${states[one.state]}${one.says !== '' && html`<br><span class="dim small">${one.says}</span>`}</td><td class="hide">${words.moment(one.decidedAt || one.askedAt)}</td><td>${one.state === 'open' && end(one.id)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>${what}</th><th>${state}</th><th class="hide">${when}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Nothing where it is not offered, or waits already. */
export async function deletionCard(world: World, words: Spoken, { actor, hidden, hasPassword }: Card & { readonly hasPassword: boolean }): Promise<Html> {
  const { deletion, items } = await run(world, actor, { operation: myRequests, input: {} });
  if (deletion === 'off' || items.some(({ kind, state }) => kind === 'deletion' && state === 'open')) return html``;
  const { heading, says, saysAsk, reason, go, goAsk } = words.deletion;
  const isFree = deletion === 'free';
  const current =
    hasPassword &&
    html`<label for="deletion-current">${words.factors.current}</label><input id="deletion-current" type="password" name="current" autocomplete="current-password" required maxlength="1024">`;
  const why =
    !isFree && html`<label for="deletion-reason">${reason}</label><textarea id="deletion-reason" name="reason" maxlength="${askersWordsMax}"></textarea>`;
  return html`<div class="card" id="deletion"><h2>${heading}</h2><details><summary>${isFree ? go : goAsk}</summary><p class="dim">${isFree ? says : saysAsk}</p><form method="post" action="/account/deletion">${hidden}
${current}${why}<button class="second">${isFree ? go : goAsk}</button></form></details></div>`;
}
