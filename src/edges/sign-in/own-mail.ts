// My mail address: the card on the account page, and the page the link in the mail leads to, which confirms it for whoever is signed in as the one who asked.
// Part of this edge's plugin.
import type { UserActor } from '#actor.ts';
import { confirmMyMail, followedByMe, myMail } from '#authentication/own-mail.ts';
import type { World } from '#world.ts';
import { type Exchange, type Pages, sendPage } from './frame.ts';
import { type Html, html } from './html.ts';
import { formOf, visitorIfAny, visitorOf } from './visitor.ts';
import { type Spoken, wordsFor } from './words.ts';

export function ownMailPages(world: World): Pages {
  return async (server) => {
    server.get('/account/mail', async (request, reply) => {
      const { link } = request.query as Readonly<Record<string, unknown>>;
      const visit = await visitorIfAny(world, request);
      if (!visit) return reply.redirect(`/sign-in?to=${encodeURIComponent(`/account/mail?link=${String(link)}`)}`);
      const { mail } = await followedByMe(world, visit.actor, link);
      return sendAsking({ request, reply }, { mail, link: String(link), csrf: visit.csrf });
    });
    server.post('/account/mail/confirm', async (request, reply) => {
      const { actor } = await visitorOf(world, request);
      await confirmMyMail(world, actor, formOf(request).link);
      return sendConfirmed({ request, reply });
    });
  };
}

function sendAsking({ request, reply }: Exchange, { mail, link, csrf }: { readonly mail: string; readonly link: string; readonly csrf: string }) {
  const words = wordsFor(request);
  const { title, ask, yes } = words.ownMail;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p>${ask(mail)}</p>
<form method="post" action="/account/mail/confirm"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="link" value="${link}"><button>${yes}</button></form></div>`;
  return sendPage(reply, words, { title, body });
}

function sendConfirmed({ request, reply }: Exchange) {
  const words = wordsFor(request);
  const { title, done } = words.ownMail;
  const body = html`${words.mark}<div class="card"><h1>${done}</h1><p><a href="/account">${words.account.title}</a></p></div>`;
  return sendPage(reply, words, { title, body });
}

type Mine = { readonly actor: UserActor; readonly hidden: Html };

export async function mailCard(world: World, { ownMail }: Spoken, { actor, hidden }: Mine): Promise<Html> {
  const { mail, verifiedAt, mayAsk } = await myMail({ world }, actor);
  const send = html`<p class="dim">${ownMail.not}</p>${mayAsk && html`<form method="post" action="/account/mail">${hidden}<button>${ownMail.send}</button></form>`}`;
  const says =
    mail === ''
      ? html`<p class="dim">${ownMail.none}</p>`
      : html`<p>${mail} ${verifiedAt > 0 && html`<span class="tag">${ownMail.confirmed}</span>`}</p>${verifiedAt === 0 && send}`;
  return html`<div class="card" id="my-mail"><h2>${ownMail.heading}</h2>${says}</div>`;
}
