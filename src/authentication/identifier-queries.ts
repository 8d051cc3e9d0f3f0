// SQL of signing in by an attribute: whose a unique value is. Judges nothing.
import { first, prepared } from '#db/prepared.ts';
import type { Db } from '#db/tables.ts';

export type Claimant = {
  readonly user_no: number;
  readonly deleted_at: number;
  readonly mail_key: string;
  readonly store_id: string;
  readonly store_kind: string;
  readonly domain_key: string;
  /** Of the address he has confirmed last; null = none. */
  readonly verified_key: string | null;
  readonly verified_at: number;
};

type Claimed = { readonly attributeNo: number; readonly key: string };

export const claimantOf = (db: Db, claimed: Claimed): Promise<Claimant | undefined> => first(claimants(db, claimed));

const claimants = prepared<Claimed, Claimant>((db, { attributeNo, key }) =>
  db
    .selectFrom('attribute_claims')
    .innerJoin('users', 'users.no', 'attribute_claims.user_no')
    .innerJoin('stores', 'stores.no', 'users.store_no')
    .leftJoin('verified_mails', 'verified_mails.user_no', 'users.no')
    .select(['users.no as user_no', 'users.deleted_at', 'users.mail_key', 'stores.id as store_id', 'stores.kind as store_kind', 'stores.domain_key'])
    .select((row) => ['verified_mails.mail_key as verified_key', row.fn.coalesce('verified_mails.verified_at', row.lit(0)).as('verified_at')])
    .where('attribute_claims.attribute_no', '=', attributeNo)
    .where('attribute_claims.value_key', '=', key),
);
