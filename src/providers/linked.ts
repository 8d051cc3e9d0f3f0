// A linked account as the contract shows it, and as the journal keeps it.
// Called by whoever links, shows or unlinks one.
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { type LinkedAccount, linkedMax } from './accounts-contract.ts';
import type { LinkedShown } from './queries.ts';

export const shownAccount = (row: LinkedShown): LinkedAccount => ({
  id: row.id,
  provider: row.provider_key,
  providerName: row.provider_name,
  enabled: row.enabled === 1,
  issuer: row.issuer,
  subject: row.subject,
  label: row.label,
  linkedAt: row.linked_at,
  lastUsedAt: row.last_used_at,
});

type Owner = { readonly id: string /** `DOMAIN/name`. */; readonly name: string };
type Linked = { readonly id: string; readonly key: string; readonly label: string };

/** Filed under its owner. */
export const accountImage = (owner: Owner, providerName: string) => ({ kind: 'account', id: owner.id, name: `${owner.name} · ${providerName}` });
export const linkedImage = ({ id, key, label }: Linked) => ({ account: { id, provider: key, label } });

export const tooMany = (): Refusal => new Refusal('limit.reached', { max: linkedMax, what: say('limit.accounts') });
