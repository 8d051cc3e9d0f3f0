// Somebody who is signed in wants to go where more is asked for than his session has shown: he shows it here, and goes on. Whoever lacks such a factor signs in
// once more, with his password, and adds one on the way. Part of this edge's plugin. Each proof runs the same action as the API.
import { applicationAt, requirementAt } from '#applications/at-place.ts';
import { placeOf } from '#authentication/place-of.ts';
import { Refusal } from '#errors.ts';
import { hasPasskey } from '#factors/demand.ts';
import { myProof, type ProofWay } from '#proof/contract.ts';
import { lackOfSession } from '#proof/requirement.ts';
import type { Requirement } from '#proof/requirement-contract.ts';
import { me } from '#sessions/contract.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { html } from './html.ts';
import { proofDeeds, proofForms } from './prove-again.ts';
import { sendForm } from './sign-in-form.ts';
import { ownPath } from './to.ts';
import { run, type Visit } from './visit.ts';
import { formOf, visitorOf } from './visitor.ts';
import { wordsFor } from './words.ts';

const at = '/sign-in/again';

export function provingHere(world: World): Pages {
  return async (server) => {
    for (const [way, deed] of Object.entries(proofDeeds))
      server.post(`${at}/${way}`, limited, async (request, reply) => {
        const visit = await visitorOf(world, request);
        const form = formOf(request);
        const to = ownPath(form.to);
        try {
          await deed(world, { visit, form, request, reply });
        } catch (refusal) {
          if (!(refusal instanceof Refusal) || refusal.kind === 'unauthenticated') throw refusal;
          return sendLacking(world, { request, reply }, { visit, to, refusal });
        }
        return reply.redirect(await placeOf(world, { userId: visit.actor.id, to }), 303);
      });
  };
}

/** Where somebody goes who is signed in, or what he has to show first. */
export async function goOrProve(world: World, exchange: Exchange, { visit, to }: { readonly visit: Visit; readonly to: string }) {
  const place = await placeOf(world, { userId: visit.actor.id, to });
  const lack = await lackOfSession(world, visit.actor, requirementAt(world, place));
  return lack === null ? exchange.reply.redirect(place) : sendLacking(world, exchange, { visit, to: place, refusal: null });
}

type Lacking = { readonly visit: Visit; readonly to: string; readonly refusal: Refusal | null };

async function sendLacking(world: World, { request, reply }: Exchange, { visit: { actor, csrf }, to, refusal }: Lacking) {
  const requirement = requirementAt(world, to);
  const words = wordsFor(request);
  const { builtIn, name } = applicationAt(world, to);
  const called = builtIn === '' ? name : words.doors[builtIn];
  const ways = await waysFor(world, actor, requirement);
  if (ways.length === 0) {
    const { user } = await run(world, actor, { operation: me, input: {} });
    const typed = user.domain === 'PRIMARY' ? user.userName : `${user.domain}/${user.userName}`;
    return sendForm(world, { request, reply }, { to, name: typed, refusal, notice: words.lacking.anew(called, requirement.factor) });
  }
  const hidden = html`<input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="to" value="${to}">`;
  const forms = await proofForms(world, words, { actor, hidden, kept: {}, at, ways, says: words.lacking.says });
  const lost = requirement.factor === 'passkey' && html`<p class="foot dim small">${words.lacking.lost} <a href="/account">${words.account.title}</a></p>`;
  const body = html`${words.mark}<div class="card"><h1>${words.lacking.heading(called)}</h1>${saying(words, refusal)}${forms}</div>${lost}`;
  return sendPage(reply, words, { title: words.lacking.heading(called), body, passkey: true, status: refusal ? statusFor(reply, refusal) : 200 });
}

/** What he has that is enough; none = he lacks it, and his password alone may not stand in for it. */
async function waysFor(world: World, actor: Visit['actor'], { factor }: Requirement): Promise<readonly ProofWay[]> {
  const { ways } = await run(world, actor, { operation: myProof, input: {} });
  if (factor === 'passkey') return (await hasPasskey(world.db.read, actor.no)) ? ways.filter((way) => way === 'passkey') : [];
  return factor === 'any' ? ways.filter((way) => way !== 'password' && way !== 'provider') : ways;
}
