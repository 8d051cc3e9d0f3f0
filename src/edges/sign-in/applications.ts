// The applications on everybody's own page, and the page that leads to one: an address that an administrator has given, and never one that a link brings along.
// Part of this edge's plugin. Nothing is told to the application: it gets a browser, and asks who it is by itself.
import { leadingTo, requirementAt } from '#applications/at-place.ts';
import { Refusal } from '#errors.ts';
import { lackOfSession } from '#proof/requirement.ts';
import type { KnownApplication, World } from '#world.ts';
import type { Pages } from './frame.ts';
import { type Html, html } from './html.ts';
import { sendLeading } from './leading.ts';
import { visitorIfAny } from './visitor.ts';
import { logoAddress, type Spoken } from './words.ts';

export function applicationPages(world: World): Pages {
  return async (server) => {
    server.get('/account/open/:id', async (request, reply) => {
      const { id } = request.params as { readonly id: string };
      const visit = await visitorIfAny(world, request);
      const place = leadingTo(id);
      const anew = `/sign-in?to=${encodeURIComponent(place)}`;
      if (!visit) return reply.redirect(anew);
      const application = world.applications.of(id);
      if (!application?.enabled || application.builtIn !== '') throw new Refusal('application.missing');
      if (await lackOfSession(world, visit.actor, requirementAt(world, place))) return reply.redirect(anew);
      return sendLeading({ request, reply }, application.homeUrl);
    });
  };
}

/** Those that are switched on; none, no card. */
export function applicationsCard({ applications }: World, words: Spoken): Html {
  const led = applications.all().filter(({ builtIn, enabled }) => builtIn === '' && enabled);
  if (led.length === 0) return html``;
  return html`<div class="card" id="applications"><h2>${words.applications}</h2><ul class="tiles">${led.map(tile)}</ul></div>`;
}

const tile = ({ id, name, description, look }: KnownApplication): Html =>
  html`<li><a href="${leadingTo(id)}">${look.logo === '' ? html`<span class="initial" aria-hidden="true">${[...name][0] ?? ''}</span>` : html`<img src="${logoAddress(look.logo)}" height="32" alt="">`}<span><strong>${name}</strong><br><span class="dim small">${description}</span></span></a></li>`;
