// The pages of a recovery link that an administrator has made. Looking at it changes nothing, since mail servers and chat programs look too; whoever goes on first has it.
// Part of this edge's plugin. Who may is authentication/'s to say.
import type { FastifyRequest } from 'fastify';
import { bindHanded, handedLink } from '#authentication/handed-link.ts';
import { recovering } from '#authentication/recovery.ts';
import { Refusal } from '#errors.ts';
import type { LinkRow } from '#mail/link-queries.ts';
import type { World } from '#world.ts';
import { type Asker, askerBy, linkAsked } from './asker.ts';
import { type Exchange, limited, type Pages, sendPage } from './frame.ts';
import { html } from './html.ts';
import { sendChoosing, takeChosen } from './recover.ts';
import { beginForm, checkForm } from './visitor.ts';
import { wordsFor } from './words.ts';

const choosePlace = '/recover/handed/choose';

export function handedRecoveryPages(world: World): Pages {
  const asker = askerBy('__Host-reeve-handed', world);
  return async (server) => {
    server.get('/recover/handed', limited, async (request, reply) => sendGoOn(world, asker, { request, reply }));
    server.post('/recover/handed', limited, async (request, reply) => bind(world, asker, { request, reply }));
    server.post(choosePlace, limited, async (request, reply) => choose(world, asker, { request, reply }));
  };
}

async function sendGoOn(world: World, { browserOf }: Asker, { request, reply }: Exchange) {
  const link = linkAsked(request);
  const user = await recovering(world, await handedLink(world, link, browserOf(request)));
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { handedSays, goOn, chooseTitle } = words.recover;
  const body = html`${words.mark}<div class="card"><h1>${chooseTitle}</h1><p class="dim">${handedSays(user.user_name)}</p>
<form method="post" action="/recover/handed"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="link" value="${String(link)}"><button>${goOn}</button></form></div>`;
  return sendPage(reply, words, { title: chooseTitle, body });
}

async function bind(world: World, { browserOrNew, keep }: Asker, { request, reply }: Exchange) {
  const { link = '' } = checkForm(world, request);
  const browser = browserOrNew(request);
  // Judged before it is bound: a link that is over belongs to nobody.
  await recovering(world, await handedLink(world, link, browser));
  const row = await bindHanded(world, link, browser);
  return sendChoosing(world, { request, reply: keep(reply, browser) }, { place: choosePlace, link, row, refusal: null });
}

/** Only in the browser it belongs to: one that belongs to none yet was not gone on with. */
async function boundHere(world: World, { browserOf }: Asker, { request, link }: { readonly request: FastifyRequest; readonly link: string }): Promise<LinkRow> {
  const row = await handedLink(world, link, browserOf(request));
  if (row.browser_hash === '') throw new Refusal('recovery.over');
  return row;
}

async function choose(world: World, asker: Asker, { request, reply }: Exchange) {
  const form = checkForm(world, request);
  const row = await boundHere(world, asker, { request, link: form.link ?? '' });
  return takeChosen(world, { request, reply }, { asker, form, place: choosePlace, row });
}
