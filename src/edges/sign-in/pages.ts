// The server-rendered pages: signing in and out, set-up, and everybody's own account. They work without a script.
// Hung into the server by main.ts. Speaks to authentication/, setup/ and actions; holds no rule of its own.
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { refuseWhenStale } from '#changes/stale.ts';
import { isSetUpYet } from '#setup/finish.ts';
import type { World } from '#world.ts';
import { accountPages } from './account.ts';
import { linkedAccountPages } from './accounts.ts';
import { addFactorPages } from './add-factor.ts';
import { applicationPages } from './applications.ts';
import { factorPages } from './factor.ts';
import { limited, type Pages, sendFault, sendNotSetUp } from './frame.ts';
import { invitationPages } from './invitation.ts';
import { lookFiles } from './look.ts';
import { meterScript } from './meter-script.ts';
import { myFactorPages } from './my-factors.ts';
import { deletionPages } from './my-requests.ts';
import { ownMailPages } from './own-mail.ts';
import { passkeyPages } from './passkey.ts';
import { passkeyScript } from './passkey-script.ts';
import { passwordEndsPage } from './password-ends.ts';
import { profilePages } from './profile.ts';
import { provingHere } from './prove-here.ts';
import { proofElsewherePages } from './prove-there.ts';
import { providerPages } from './providers.ts';
import { recoveryPages } from './recover.ts';
import { codePages } from './recover-by-code.ts';
import { handedRecoveryPages } from './recover-by-hand.ts';
import { setUpPages } from './set-up.ts';
import { signInForms } from './sign-in.ts';
import { signUpPages } from './sign-up.ts';
import { style } from './style.ts';
import { visitorIfAny } from './visitor.ts';
import { wear } from './worn.ts';

export { sendFault, sendMissing } from './frame.ts';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0b6b7d"/><path d="M10 24V8h7.2a5 5 0 0 1 1.1 9.88L22.5 24M10 18h7" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>';

export function signInPages(world: World): FastifyPluginAsync {
  return async (server) => {
    server.setErrorHandler((fault, request, reply) => sendFault(world, fault, { request, reply }));
    const files: readonly (readonly [string, string, () => Promise<string>])[] = [
      ['style.css', 'text/css', async () => style],
      ['reeve.svg', 'image/svg+xml', async () => svg],
      ['meter.js', 'text/javascript', async () => meterScript],
      ['passkey.js', 'text/javascript', async () => passkeyScript],
      ['strength.js', 'text/javascript', once(() => asScript('strength.ts'))],
      ['common-passwords.js', 'text/javascript', once(() => asScript('common-passwords.ts'))],
    ];
    for (const [name, type, content] of files) server.get(`/sign-in/${name}`, async (_request, reply) => sendFile(reply, type, await content()));
    await server.register(pagesThatAsk(world));
  };
}

/** In this order, and in one context: a context for each would cost a start four milliseconds. */
const rooms: readonly ((world: World) => Pages)[] = [
  lookFiles,
  signInForms,
  provingHere,
  passwordEndsPage,
  recoveryPages,
  handedRecoveryPages,
  codePages,
  signUpPages,
  invitationPages,
  ownMailPages,
  factorPages,
  addFactorPages,
  passkeyPages,
  providerPages,
  linkedAccountPages,
  proofElsewherePages,
  setUpPages,
  accountPages,
  applicationPages,
  myFactorPages,
  deletionPages,
  profilePages,
];

/** Each of them asks the database, which may hang for half a minute: a node that has not heard from it says so at once. */
function pagesThatAsk(world: World): FastifyPluginAsync {
  return async (server) => {
    server.addHook('preHandler', (_request, _reply, done) => {
      refuseWhenStale(world.changes, world.config);
      done();
    });
    server.decorateRequest('worn', null);
    server.addHook('preHandler', (request, reply, done) => {
      wear(world, request, reply);
      done();
    });
    server.get('/', limited, async (request, reply) => front(world, request, reply));
    for (const pages of rooms) await pages(world)(server);
  };
}

/** The same estimate that the server makes, for the browser: the file without its types. */
const asScript = async (file: string) => stripTypeScriptTypes(await readFile(new URL(`../../passwords/${file}`, import.meta.url), 'utf8'));

/** Taking types out costs many milliseconds, and anybody may ask for these. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const sendFile = (reply: FastifyReply, type: string, content: string) =>
  reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=300' }).type(`${type}; charset=utf-8`).send(content);

async function front(world: World, request: FastifyRequest, reply: FastifyReply) {
  if (!(await isSetUpYet(world))) return sendNotSetUp({ request, reply });
  return reply.redirect((await visitorIfAny(world, request)) ? '/carbon' : '/sign-in');
}
