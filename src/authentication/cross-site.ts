// Requests from foreign pages: whoever is known by a cookie must send the token of his session and come from our own origin, both (rule 28).
// Called by actor-from-request.ts for every door that takes the session's cookie, and by the sign-in pages before there is a session. Pure.
// Does not know which requests change something: its callers do.
import { hash, timingSafeEqual } from 'node:crypto';
import type { Config } from '#config.ts';
import { Refusal } from '#errors.ts';

type Header = string | readonly string[] | undefined;
export type Headers = Readonly<Record<string, Header>>;

/** A header given twice is none: two readers could take different ones. */
export const single = (header: Header): string | undefined => (typeof header === 'string' ? header : undefined);

/** An absent or `null` Origin only with `Sec-Fetch-Site: same-origin`, which no page can forge. */
export function checkOrigin(headers: Headers, config: Pick<Config, 'baseUrl' | 'tls'>): void {
  const site = single(headers['sec-fetch-site']);
  if (headers['sec-fetch-site'] !== undefined && site !== 'same-origin') throw new Refusal('csrf.refused');
  const origin = single(headers.origin);
  if (headers.origin === undefined || origin === 'null') {
    if (site !== 'same-origin') throw new Refusal('csrf.refused');
    return;
  }
  if (origin === undefined || !ownOrigins(headers, config).includes(origin)) throw new Refusal('csrf.refused');
}

/** The configured address, and the one this request was sent to. Behind a proxy only the former may be right. */
function ownOrigins(headers: Headers, { baseUrl, tls }: Pick<Config, 'baseUrl' | 'tls'>): readonly string[] {
  const configured = URL.parse(baseUrl)?.origin;
  const host = single(headers.host) ?? single(headers[':authority']);
  const asked = host === undefined ? [] : tls === 'on' ? [`https://${host}`] : [`https://${host}`, `http://${host}`];
  return configured === undefined ? asked : [configured, ...asked];
}

/** Compared without telling where they differ. An empty one equals nothing. */
export function checkCrossSiteToken(given: unknown, expected: string): void {
  const right = typeof given === 'string' && given !== '' && expected !== '' && timingSafeEqual(digest(given), digest(expected));
  if (!right) throw new Refusal('csrf.refused');
}

const digest = (text: string) => hash('sha256', text, 'buffer');
