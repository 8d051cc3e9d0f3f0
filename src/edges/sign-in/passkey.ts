// Signing in with a passkey alone: what the browser needs, asked for by the script of the sign-in page, and the answer.
// Part of this edge's plugin. The step is the flow's.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { passkeyToShow, signInByPasskey } from '#authentication/passkey-sign-in.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { limited, type Pages } from './frame.ts';
import { goOnward } from './onward.ts';
import { alonePlace, shownIn } from './passkey-form.ts';
import { sendForm } from './sign-in-form.ts';
import { ownPath } from './to.ts';
import { checkForm, formToken, fromOf } from './visitor.ts';

export function passkeyPages(world: World): Pages {
  return async (server) => {
    server.get(alonePlace, limited, async (request, reply) => {
      const form = formToken(request);
      if (form === '') throw new Refusal('csrf.refused');
      return reply.header('cache-control', 'no-store').send(await passkeyToShow(world, { form }));
    });
    server.post(alonePlace, limited, (request, reply) => enter(world, request, reply));
  };
}

async function enter(world: World, request: FastifyRequest, reply: FastifyReply) {
  const form = checkForm(world, request);
  const to = ownPath(form.to);
  try {
    return await goOnward(world, reply, await signInByPasskey(world, { form: formToken(request), to, ...shownIn(form) }, fromOf(request)));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return sendForm(world, { request, reply }, { to, name: '', refusal });
  }
}
