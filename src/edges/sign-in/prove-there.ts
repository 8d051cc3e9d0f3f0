// Proving again who one is at the identity provider by which one comes: the form that leads there, and coming back, also in a tab beside a console's dialog.
// Part of this edge's plugin. Each step runs the same action as the API.
import type { FastifyReply } from 'fastify';
import { proveThere } from '#authentication/prove-there.ts';
import { Refusal } from '#errors.ts';
import { beginProviderProof } from '#proof/contract.ts';
import type { World } from '#world.ts';
import { refusing, sendSaying } from './accounts.ts';
import type { Exchange, Pages } from './frame.ts';
import { sendLeading } from './leading.ts';
import { placeOfProof } from './prove-again.ts';
import { run } from './visit.ts';
import { formOf, visitorIfAny, visitorOf } from './visitor.ts';
import { wordsFor } from './words.ts';

export function proofElsewherePages(world: World): Pages {
  return async (server) => {
    server.post(placeOfProof('provider'), async (request, reply) => {
      const visit = await visitorOf(world, request);
      return refusing(world, { request, reply, visit, heading: wordsFor(request).proof.heading }, async () => {
        const { url } = await run(world, visit.actor, { operation: beginProviderProof, input: { provider: formOf(request).provider ?? '' } });
        return sendLeading({ request, reply }, url);
      });
    });
  };
}

/** Of somebody who is not signed in any more, nothing is proved. */
export async function backToProve(world: World, exchange: Exchange, back: { readonly key: string; readonly at: URL }): Promise<FastifyReply> {
  const visit = await visitorIfAny(world, exchange.request);
  if (!visit) throw new Refusal('provider.over');
  const { heading, provedThere } = wordsFor(exchange.request).proof;
  return refusing(world, { ...exchange, visit, heading }, async () => {
    await proveThere(world, visit.actor, back);
    return sendSaying(exchange, { heading, good: provedThere });
  });
}
