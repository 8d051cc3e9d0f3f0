// On the way in: his password ends soon; now or later. Part of this edge's plugin. When it is shown, the flow says.
import { ownRule } from '#authentication/own-password.ts';
import { placeOf } from '#authentication/place-of.ts';
import type { World } from '#world.ts';
import { type Exchange, type Pages, sendPage } from './frame.ts';
import { html } from './html.ts';
import { endingPath } from './onward.ts';
import { ownPath } from './to.ts';
import { visitorIfAny } from './visitor.ts';
import { wordsFor } from './words.ts';

const dayMilliseconds = 86_400_000;

export function passwordEndsPage(world: World): Pages {
  return async (server) => {
    server.get(endingPath, async (request, reply) => {
      const visit = await visitorIfAny(world, request);
      if (!visit) return reply.redirect('/sign-in');
      const { endsAt } = await ownRule(world, visit.actor.no);
      const { to } = request.query as Readonly<Record<string, unknown>>;
      const place = await placeOf(world, { userId: visit.actor.id, to: ownPath(to) });
      // Changed meanwhile, or in another window.
      return endsAt === 0
        ? reply.redirect(place)
        : sendEnding({ request, reply }, { endsAt, days: Math.ceil((endsAt - world.now()) / dayMilliseconds), place });
    });
  };
}

type Ending = { readonly endsAt: number; readonly days: number; readonly place: string };

function sendEnding({ request, reply }: Exchange, { endsAt, days, place }: Ending) {
  const words = wordsFor(request);
  const { title, says, change, later } = words.passwordEnds;
  const body = html`${words.mark}<div class="card"><h1>${title(days)}</h1><p>${says(words.moment(endsAt))}</p>
<p class="ways"><a class="button" href="/account#my-password">${change}</a><a href="${place}">${later}</a></p></div>`;
  return sendPage(reply, words, { title: title(days), body });
}
