// What is everybody's – how mails go out, whom a store or a provider lets in, which applications there are, what an attribute means, the chain of the journal –
// and so is for nobody who holds his right within a scope: half of such a right would be the whole of it. Asked by actions, first of all.
import { Refusal } from '#errors.ts';
import type { Reach } from './scope.ts';

/** Throws `scope.too-wide` unless the right is held everywhere. */
export function needsWhole({ reach }: { readonly reach: Reach }): void {
  if (reach !== null) throw new Refusal('scope.too-wide');
}
