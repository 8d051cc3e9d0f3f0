// The certificate that a store shows: whose, by whom, its fingerprint to compare, and its end.
import type { StoreHealth } from '#stores/contract.ts';
import { Copy, Facts, Tag } from '../../shared/show/bits.tsx';
import { dayOf } from '../../shared/show/moments.ts';
import { useNow, When } from '../../shared/show/when.tsx';
import { stores } from '../../shared/strings/stores.ts';
import classes from './stores.module.css';

const say = stores.certificate;
/** An end nearer than this is worth a word. */
const soonMs = 30 * 86_400_000;

export type Certificate = NonNullable<StoreHealth['certificate']>;

export function CertificateFacts({ certificate: { subject, issuer, fingerprint, endsAt } }: { readonly certificate: Certificate }) {
  return (
    <Facts
      rows={[
        [say.subject, subject],
        [say.issuer, issuer],
        [
          say.fingerprint,
          <span key="fingerprint" className={classes.fingerprint}>
            <code>{fingerprint}</code>
            <Copy text={fingerprint} />
          </span>,
        ],
        [say.ends, <Ends key="ends" at={endsAt} />],
      ]}
    />
  );
}

function Ends({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <span className={classes.ends}>
      <span>
        {dayOf(at)} (<When at={at} />)
      </span>
      {at < now ? <Tag tone="warn">{say.over}</Tag> : at - now < soonMs && <Tag tone="warn">{say.soon}</Tag>}
    </span>
  );
}
