// One's accounts elsewhere on one's own page: what is linked, linking another, unlinking; and coming back from where one was linked.
// Part of this edge's plugin. Each change runs the same action as the API.
import type { FastifyReply } from 'fastify';
import { linkAccount } from '#authentication/link-account.ts';
import { Refusal } from '#errors.ts';
import { beginLink, type LinkedAccount, myAccounts, unlinkMyAccount } from '#providers/accounts-contract.ts';
import type { World } from '#world.ts';
import { type Exchange, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { type Html, html } from './html.ts';
import { sendLeading } from './leading.ts';
import { proofForms, provingCodes } from './prove-again.ts';
import { run, type Visit } from './visit.ts';
import { formOf, visitorIfAny, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

const place = '/account/accounts';

export function linkedAccountPages(world: World): Pages {
  return async (server) => {
    server.post(`${place}/link`, async (request, reply) => {
      const visit = await visitorOf(world, request);
      return refusing(world, { request, reply, visit }, async () => {
        const { provider = '', current = '' } = formOf(request);
        const { url } = await run(world, visit.actor, { operation: beginLink, input: { provider, current } });
        return sendLeading({ request, reply }, url);
      });
    });
    server.post(`${place}/unlink`, async (request, reply) => {
      const visit = await visitorOf(world, request);
      return refusing(world, { request, reply, visit }, async () => {
        const { account = '', current = '' } = formOf(request);
        await run(world, visit.actor, { operation: unlinkMyAccount, input: { account, current } });
        return sendSaying({ request, reply }, { good: wordsFor(request).accounts.unlinked });
      });
    });
  };
}

/** Of somebody who is not signed in any more, nothing is linked. */
export async function backToLink(world: World, exchange: Exchange, back: { readonly key: string; readonly at: URL }): Promise<FastifyReply> {
  const visit = await visitorIfAny(world, exchange.request);
  if (!visit) throw new Refusal('provider.over');
  return refusing(world, { ...exchange, visit }, async () => {
    const { label, name } = await linkAccount(world, visit.actor, back);
    return sendSaying(exchange, { good: wordsFor(exchange.request).accounts.isLinked(label, name) });
  });
}

type Visited = Exchange & { readonly visit: Visit; readonly heading?: string };

/** What is refused is said on a page, with what may be shown where a proof was wanted. */
export async function refusing(
  world: World,
  { visit: { actor, csrf }, heading, ...exchange }: Visited,
  body: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await body();
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
    const hidden = html`<input type="hidden" name="csrf" value="${csrf}">`;
    const proving = provingCodes.includes(refusal.code);
    const next = proving && (await proofForms(world, wordsFor(exchange.request), { actor, hidden, kept: {} }));
    return sendSaying(exchange, { ...(heading === undefined ? {} : { heading }), refusal, ...(next ? { next } : {}) });
  }
}

type Told = { readonly heading?: string; readonly good?: string; readonly refusal?: Refusal; readonly next?: Html };

export function sendSaying({ request, reply }: Exchange, { heading = wordsFor(request).accounts.heading, good = '', refusal, next }: Told): FastifyReply {
  const words = wordsFor(request);
  const body = html`${words.mark}<div class="card"><h1>${heading}</h1>${saying(words, refusal ?? null, good)}${next}<p class="after"><a href="/account#accounts">${words.account.title}</a></p></div>`;
  return sendPage(reply, words, { title: heading, body, passkey: next !== undefined, status: refusal ? statusFor(reply, refusal) : 200 });
}

type Card = Pick<Visit, 'actor'> & { /** What each of its forms brings. */ readonly hidden: Html };

/** On the account's page; not there where there is nothing to link. */
export async function accountsCard(world: World, words: Spoken, { actor, hidden }: Card): Promise<Html> {
  const { items, offers, hasPassword } = await run(world, actor, { operation: myAccounts, input: {} });
  if (items.length === 0 && offers.length === 0) return html``;
  const { heading, says, none, fresh, link, linkWith } = words.accounts;
  const buttons = offers.map(({ provider, name }) => html` <button class="second" name="provider" value="${provider}">${linkWith(name)}</button>`);
  const form = html`<details><summary>${link}</summary><form method="post" action="${place}/link">${hidden}${hasPassword && currentField(words, 'link-current')}<p>${buttons}</p></form></details>`;
  return html`<div class="card" id="accounts"><h2>${heading}</h2><p class="dim">${says}${!hasPassword && html` ${fresh}`}</p>${items.length === 0 ? html`<p>${none}</p>` : table(words, { items, hidden, hasPassword })}
${offers.length > 0 && form}</div>`;
}

const currentField = ({ factors: { current } }: Spoken, id: string): Html =>
  html`<label for="${id}">${current}</label><input id="${id}" type="password" name="current" autocomplete="current-password" required maxlength="1024">`;

type Listed = { readonly items: readonly LinkedAccount[]; readonly hidden: Html; readonly hasPassword: boolean };

function table(words: Spoken, { items, hidden, hasPassword }: Listed): Html {
  const { account, linked, lastUsed, unlink, off } = words.accounts;
  const removal = ({ id }: LinkedAccount) =>
    html`<details><summary>${unlink}</summary><form method="post" action="${place}/unlink">${hidden}<input type="hidden" name="account" value="${id}">${hasPassword && currentField(words, `unlink-${id}`)}<button class="quiet">${unlink}</button></form></details>`;
  const rows = items.map(
    (one) =>
      html`<tr><td><strong>${one.label}</strong><br><span class="dim small">${one.providerName}</span>${!one.enabled && html` <span class="tag">${off}</span>`}</td><td class="hide">${words.moment(one.linkedAt)}</td><td>${words.moment(one.lastUsedAt)}</td><td>${removal(one)}</td></tr>`,
  );
  return html`<div class="table"><table><thead><tr><th>${account}</th><th class="hide">${linked}</th><th>${lastUsed}</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
