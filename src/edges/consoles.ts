// The two web apps as files: /carbon, /admin and /assets. Every page gets a fresh nonce; no inline script or style is ever allowed.
// Hung into the server by main.ts. Asks the authorizer who may open which app; what the apps do goes through /api.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#actor.ts';
import { requirementAt } from '#applications/at-place.ts';
import { lackOfSession } from '#proof/requirement.ts';
import type { Language } from '#sentences/language.ts';
import type { World } from '#world.ts';
import { assets } from './assets.ts';
import { languageOf } from './language.ts';
import { withScreen } from './screen-files.ts';

/** An app: where it is, in which folder of the built ones, the screen it begins with, and every node somebody needs to open it. */
type App = { readonly path: string; readonly folder: string; readonly home: string; readonly needs: readonly string[] };

const login = '/permission/admin/configure/login';
const apps: readonly App[] = [
  { path: '/carbon', folder: 'console', home: '/users', needs: [login] },
  { path: '/admin', folder: 'dashboard', home: '/', needs: ['/permission/admin/manage/apim_admin', login] },
];
const nonceBytes = 16;

/** Somebody asked for an app, and lacks these nodes. */
type Missing = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly nodes: readonly string[] };

export type Consoles = {
  /** Where the built apps lie. */
  readonly folder: string;
  readonly identify: (request: FastifyRequest) => Promise<Actor>;
  /** Sends the 403 page that names the missing permissions. */
  readonly sendMissing: (missing: Missing) => FastifyReply;
};

export function consoles(world: World, { folder, identify, sendMissing }: Consoles): FastifyPluginAsync {
  return async (server) => {
    const kept = await namedByContent(folder);
    await server.register(assets({ folder: join(folder, 'assets'), mayKeep: (name) => kept.has(`assets/${name}`) }));
    for (const app of apps) {
      const open = async (request: FastifyRequest, reply: FastifyReply) => {
        const actor = await identify(request).catch(() => null);
        if (actor?.kind !== 'user') return reply.redirect(signInFor(request));
        const missing = await missingNodes(world, actor.id, app.needs);
        if (missing.length > 0) return sendMissing({ request, reply, nodes: missing });
        const lack = await lackOfSession(world, actor, requirementAt(world, app.path));
        return lack
          ? reply.redirect(signInFor(request))
          : sendPage(reply, inLanguage(await pageOf(join(folder, app.folder), app, request), languageOf(request)));
      };
      server.get(app.path, open);
      server.get(`${app.path}/*`, open);
    }
  };
}

/** Read each time: after an update or while developing, the page names other assets than at start. */
async function pageOf(folder: string, { path, home }: App, { url }: FastifyRequest): Promise<string> {
  const [address = ''] = url.slice(path.length).split('?');
  return withScreen(await readFile(join(folder, 'index.html'), 'utf8'), folder, address === '' || address === '/' ? home : address);
}

/** There he shows who he is, or what this app asks for besides. */
const signInFor = ({ url }: FastifyRequest): string => `/sign-in?to=${encodeURIComponent(url)}`;

/** The build says which of its files carry a hash of their content in their name. What it does not name is asked for again each time. */
async function namedByContent(folder: string): Promise<ReadonlySet<string>> {
  const said = await readFile(join(folder, 'named-by-content.json'), 'utf8').catch(() => '[]');
  const names: unknown = JSON.parse(said);
  return new Set(Array.isArray(names) ? names.map(String) : []);
}

/** Held anywhere is enough to open an app: what it shows is judged call by call. */
async function missingNodes({ authorizer, now }: World, userId: string, needs: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(needs.map((node) => authorizer.may(userId, node, now())));
  return needs.filter((_, index) => answers[index]?.allowed !== true);
}

/** The build leaves the words of another language as a comment, before the app that needs them. */
const inLanguage = (html: string, language: Language): string =>
  language === 'en' ? html : html.replace('<html lang="en">', `<html lang="${language}">`).replace(`<!--${language} `, '').replace(` ${language}-->`, '');

function sendPage(reply: FastifyReply, html: string) {
  const nonce = randomBytes(nonceBytes).toString('base64url');
  return reply
    .headers({
      'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(html.replaceAll('__CSP_NONCE__', nonce));
}
