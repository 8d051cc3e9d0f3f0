// Referrals (RFC 4511 §4.5.3): what a directory says lies on another server. Followed only where the settings say so, and only to hosts that they name:
// whoever may write into a directory may write a referral too, and where it leads to, the reader's password would go.
// Called by plain-layout.ts, and by following-store.ts. Pure but for its one question.
import type { Connection } from './connection.ts';
import { equal } from './filters.ts';
import { entryBytesMax, searchReferences } from './search.ts';

export type Following = {
  readonly referrals: 'ignore' | 'follow';
  /** Hosts that may be gone to. */
  readonly referralHosts: readonly string[];
  readonly startTls: boolean;
};
export type Referral = { readonly url: string; readonly startTls: boolean; readonly base: string };

/** Other servers of one directory. Theirs are not followed further, so that no ring of referrals is. */
const referralsMax = 20;
const shape = /^(ldaps?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?\/([^?]+)/i;

/** Of the addresses in one referral, all of which lead to the same (§4.1.10), the first that may be followed. */
export function followed(urls: readonly string[], following: Following): Referral | null {
  if (following.referrals === 'ignore') return null;
  return urls.map((url) => referralIn(url, following)).find((referral) => referral !== null) ?? null;
}

function referralIn(url: string, { referralHosts, startTls }: Following): Referral | null {
  const [, scheme = '', host = '', port, path = ''] = shape.exec(url) ?? [];
  const secure = scheme.toLowerCase() === 'ldaps';
  const named = referralHosts.some((each) => each.trim().toLowerCase() === host.toLowerCase());
  const base = decoded(path);
  if (!named || base === '' || (!secure && !startTls)) return null;
  return { url: `${scheme.toLowerCase()}://${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`, startTls: !secure, base };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

type Place = { readonly base: string; readonly scope: 'one' | 'sub' };

/** All referrals below these bases that are followed: a search that no entry fits finds them alone. */
export async function referralsBelow(
  connection: Connection,
  places: readonly Place[],
  { following, milliseconds }: { following: Following; milliseconds: number },
) {
  const found = new Map<string, Referral>();
  for (const place of places) {
    const question = { ...place, filter: equal('objectClass', 'nothing-has-this-class'), attributes: [] };
    for (const urls of await searchReferences(connection, question, { milliseconds, bytesMax: entryBytesMax })) {
      const referral = followed(urls, following);
      if (referral && found.size < referralsMax) found.set(`${referral.url} ${referral.base}`, referral);
    }
  }
  return [...found.values()];
}
