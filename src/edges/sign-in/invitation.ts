// The page an invitation leads to: looking at it changes nothing, sending the form sets the first password.
// Part of this edge's plugin. Who is invited is authentication/'s to say.
import { acceptInvitation, type InvitedUser, invitedBy } from '#authentication/invitation.ts';
import { ruleOf } from '#authentication/own-password.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { html } from './html.ts';
import { newPasswordFields, refuseDifferent } from './sign-in.ts';
import { beginForm, checkForm } from './visitor.ts';
import { wordsFor } from './words.ts';

export function invitationPages(world: World): Pages {
  return async (server) => {
    server.get('/invitation', limited, async (request, reply) => {
      const { link } = request.query as Readonly<Record<string, unknown>>;
      return sendForm(world, { request, reply }, { invited: await invitedBy(world, link), link: String(link), refusal: null });
    });
    server.post('/invitation', limited, async (request, reply) => accept(world, { request, reply }));
  };
}

async function accept(world: World, { request, reply }: Exchange) {
  const { link = '', password = '', repeat } = checkForm(world, request);
  const invited = await invitedBy(world, link);
  try {
    refuseDifferent(password, repeat);
    await acceptInvitation(world, { ...invited, password, network: request.network });
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.kind !== 'invalid') throw refusal;
    return sendForm(world, { request, reply }, { invited, link, refusal });
  }
  const words = wordsFor(request);
  const { doneTitle, done, signIn } = words.invitation;
  const body = html`${words.mark}<div class="card"><h1>${doneTitle}</h1><p>${done}</p><p><a href="/sign-in">${signIn}</a></p></div>`;
  return sendPage(reply, words, { title: doneTitle, body });
}

type Sending = { readonly invited: InvitedUser; readonly link: string; readonly refusal: Refusal | null };

async function sendForm(world: World, { request, reply }: Exchange, { invited: { user }, link, refusal }: Sending) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { title, says, save } = words.invitation;
  const body = html`${words.mark}<div class="card"><h1>${title}</h1><p class="dim">${says(user.user_name)}</p>${saying(words, refusal)}
<form method="post" action="/invitation"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="link" value="${link}"><input type="hidden" name="userName" autocomplete="username" value="${user.user_name}">${newPasswordFields(world, words, await ruleOf(world, user))}<button>${save}</button></form></div>`;
  return sendPage(reply, words, { title, body, meter: true, status: refusal ? statusFor(reply, refusal) : 200 });
}
