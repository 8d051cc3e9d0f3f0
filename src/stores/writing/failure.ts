// Why a store has not done what it was asked, in its words and ours, and whether that is sure. Pure.
// Called by through.ts.

import { Refusal } from '#errors.ts';
import { type Facts, inEnglish, type Sentence } from '#sentences/sentence.ts';
import { StoreFault, type StoreFaultReason } from '#user-store.ts';

export type Failed = {
  readonly refusal: Refusal;
  /** For the journal. */
  readonly says: string;
  /** False = the question may have arrived: nobody knows whether it was done. */
  readonly isSure: boolean;
};

const unsure: readonly StoreFaultReason[] = ['unreachable', 'silent', 'protocol'];
const hidden = '…';

/** What is no answer of a store is thrown on. */
export function failureOf(fault: unknown, { domain, secrets }: { readonly domain: string; readonly secrets: readonly string[] }): Failed {
  if (fault instanceof Refusal) return { refusal: fault, says: fault.message, isSure: true };
  if (!(fault instanceof StoreFault)) throw fault;
  // A store may repeat what it was sent.
  const says = withoutSecrets(
    fault.says,
    secrets.filter((secret) => secret !== ''),
  );
  return { refusal: refusalOf(fault.reason, { domain, says }), says: inEnglish(says), isSure: !unsure.includes(fault.reason) };
}

/** Wherever in it they stand: what others have said is a fact of a sentence, or of one inside it. */
function withoutSecrets({ code, facts }: Sentence, secrets: readonly string[]): Sentence {
  const hide = (fact: Facts[string]): Facts[string] => {
    if (typeof fact === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, hidden), fact);
    if (typeof fact === 'number') return fact;
    return 'code' in fact ? withoutSecrets(fact, secrets) : fact.map((said) => (typeof said === 'string' ? String(hide(said)) : withoutSecrets(said, secrets)));
  };
  return { code, facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, hide(fact)])) };
}

function refusalOf(reason: StoreFaultReason, { domain, says }: { readonly domain: string; readonly says: Sentence }): Refusal {
  if (reason === 'refused') return new Refusal('store.refused', { domain, says });
  if (reason === 'unreachable') return new Refusal('store.unavailable', { domain });
  return unsure.includes(reason) ? new Refusal('store.unsure', { domain }) : new Refusal('store.fault', { says });
}
