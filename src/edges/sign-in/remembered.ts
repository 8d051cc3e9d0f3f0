// Who has signed in with this browser: offered at the sign-in page, so that nobody types his name twice. Names only, kept by the browser alone, and forgotten on demand.
// Called by the pages that let somebody in, and by the sign-in page. What a cookie says is anybody's to write: it is shown, and believed in nothing.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '#authentication/flow.ts';
import { identifying } from '#authentication/identifier-contract.ts';
import type { World } from '#world.ts';
import { type Html, html } from './html.ts';
import type { Spoken } from './words.ts';

const cookie = '__Host-reeve-names';
const rememberedMax = 5;
const nameMax = 320;
const yearSeconds = 31_536_000;
const kept = { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: yearSeconds } as const;

export const forgetPlace = '/sign-in/forget';

/** The one used last comes first. */
export function rememberedIn({ settings }: World, { cookies }: FastifyRequest): readonly string[] {
  if (!settings.of(identifying).rememberNames) return [];
  return namesIn(cookies[cookie] ?? '').slice(0, rememberedMax);
}

function namesIn(text: string): readonly string[] {
  if (text === '') return [];
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(read) ? read.filter((one): one is string => typeof one === 'string' && one !== '' && one.length <= nameMax && one.isWellFormed()) : [];
  } catch {
    return [];
  }
}

const write = (reply: FastifyReply, names: readonly string[]): FastifyReply =>
  names.length === 0 ? reply.clearCookie(cookie, kept) : reply.setCookie(cookie, Buffer.from(JSON.stringify(names)).toString('base64url'), kept);

export function remember(world: World, reply: FastifyReply, { name }: Pick<SignedIn, 'name'>): void {
  if (!world.settings.of(identifying).rememberNames) return;
  const others = rememberedIn(world, reply.request).filter((one) => one !== name);
  write(reply, [name, ...others].slice(0, rememberedMax));
}

export const forget = (world: World, reply: FastifyReply, name: string): FastifyReply =>
  write(
    reply,
    rememberedIn(world, reply.request).filter((one) => one !== name),
  );

type Offered = { readonly names: readonly string[]; readonly to: string; readonly hidden: Html };

/** Each goes on with his password; the one who is not meant may be forgotten. */
export function rememberedList({ signIn }: Spoken, { names, to, hidden }: Offered): Html {
  const items = names.map(
    (name) =>
      html`<li class="bar"><a href="/sign-in?as=${encodeURIComponent(name)}&amp;to=${encodeURIComponent(to)}">${name}</a><form method="post" action="${forgetPlace}">${hidden}<input type="hidden" name="name" value="${name}"><button class="quiet" aria-label="${signIn.forgetName(name)}">${signIn.forget}</button></form></li>`,
  );
  return html`<h2>${signIn.remembered}</h2><ul class="plain names">${items}</ul>`;
}
