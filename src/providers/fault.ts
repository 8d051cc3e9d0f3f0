// What went wrong with an identity provider, in one sentence for an administrator.
// Called by client.ts. Knows the library's errors by their names, so that it need not be loaded to read one.
import { EgressFault } from '#egress/egress.ts';
import { TlsFault } from '#egress/secure.ts';
import { ProviderFault } from '#identity-provider.ts';

const saysMax = 400;
const causesMax = 5;

/** Both carry what the provider itself said (RFC 6749 §4.1.2.1 and §5.2). */
type Answered = { readonly name?: unknown; readonly error?: unknown; readonly error_description?: unknown };
const answers = new Set(['AuthorizationResponseError', 'ResponseBodyError']);

export function faultOf(fault: unknown): ProviderFault {
  if (fault instanceof ProviderFault) return fault;
  const chain = causesOf(fault);
  const own = chain.find((one) => one instanceof EgressFault || one instanceof TlsFault);
  if (own) return new ProviderFault(own.message, { cause: fault });
  const answered = chain.map((one): Answered => one).find(({ name }) => answers.has(String(name)));
  if (answered) return declinedOr(answered, fault);
  return new ProviderFault(
    chain
      .map(({ message }) => message)
      .join(': ')
      .slice(0, saysMax) || 'It did not work.',
    { cause: fault },
  );
}

function declinedOr({ name, error, error_description: description }: Answered, cause: unknown): ProviderFault {
  const says = [error, description]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(': ')
    .slice(0, saysMax);
  return new ProviderFault(`The provider said ${says}`, { declined: name === 'AuthorizationResponseError' && error === 'access_denied', cause });
}

function causesOf(fault: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let next = fault; next instanceof Error && chain.length < causesMax; next = next.cause) chain.push(next);
  return chain;
}
