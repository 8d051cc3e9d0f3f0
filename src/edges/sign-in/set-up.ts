// The pages of set-up: looking at the link changes nothing, going on binds it to this browser, finishing makes the first administrator and signs him in.
// Part of this edge's plugin. Who may follow a link is setup/'s to say.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#errors.ts';
import { finishAndSignIn, goOnWithLink, lookAtLink } from '#setup/link.ts';
import type { World } from '#world.ts';
import { type Exchange, limited, type Pages, saying, sendPage, statusFor } from './frame.ts';
import { html } from './html.ts';
import { newPasswordFields, refuseDifferent } from './sign-in.ts';
import { beginForm, checkForm, flowCookie, fromOf, setFlow, setSignedIn } from './visitor.ts';
import { wordsFor } from './words.ts';

type Params = { readonly Params: { readonly token: string } };

export function setUpPages(world: World): Pages {
  return async (server) => {
    server.get<Params>('/set-up/:token', limited, async (request, reply) => {
      const { first, reopened } = await lookAtLink(world, request.params.token, request.cookies[flowCookie]);
      return first ? sendWelcome(world, request, reply) : sendForm(world, { request, reply }, { reopened, name: 'admin', refusal: null });
    });
    server.post<Params>('/set-up/:token', limited, async (request, reply) => {
      const form = checkForm(world, request);
      if (form.step === 'continue') return setFlow(reply, await goOnWithLink(world, request.params.token)).redirect(`/set-up/${request.params.token}`, 303);
      return finish(world, request, reply);
    });
  };
}

function sendWelcome(world: World, request: FastifyRequest, reply: FastifyReply) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { title, welcome, welcomeSays, goOn } = words.setUp;
  const body = html`${words.mark}<div class="card"><h1>${welcome}</h1><p>${welcomeSays}</p>
<form method="post"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="step" value="continue"><button>${goOn}</button></form></div>`;
  return sendPage(reply, words, { title, body });
}

async function finish(world: World, request: FastifyRequest<Params>, reply: FastifyReply) {
  const form = checkForm(world, request);
  const through = { secret: request.params.token, browser: request.cookies[flowCookie] };
  const { first, reopened } = await lookAtLink(world, through.secret, through.browser);
  if (first) throw new Refusal('setup.link-refused');
  try {
    refuseDifferent(form.password, form.repeat);
    const result = await finishAndSignIn(world, through, { userName: form.userName ?? '', password: form.password ?? '' }, fromOf(request));
    return setSignedIn(reply, result).redirect('/carbon', 303);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || (refusal.kind !== 'invalid' && refusal.kind !== 'conflict')) throw refusal;
    return sendForm(world, { request, reply }, { reopened, name: form.userName ?? '', refusal });
  }
}

function sendForm(
  world: World,
  { request, reply }: Exchange,
  { reopened, name, refusal }: { readonly reopened: boolean; readonly name: string; readonly refusal: Refusal | null },
) {
  const csrf = beginForm(world, request, reply);
  const words = wordsFor(request);
  const { setUp, signIn } = words;
  const body = html`${words.mark}<div class="card"><h1>${reopened ? setUp.again : setUp.first}</h1><p class="dim">${reopened ? setUp.againSays : setUp.firstSays}</p>${saying(words, refusal)}
<form method="post"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="step" value="finish">
<label for="userName">${signIn.userName}</label><input id="userName" type="text" name="userName" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64">
${newPasswordFields(world, words)}<button>${setUp.finish}</button></form></div>`;
  return sendPage(reply, words, { title: setUp.title, body, meter: true, status: refusal ? statusFor(reply, refusal) : 200 });
}
