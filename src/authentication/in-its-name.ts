// A change in the name of an identity provider: what its settings say is done to whoever comes from there, and an administrator has said it before, under his own right.
// Called by newcomer.ts and mapped-roles.ts. Knows no claim.
import type { Doing } from '#action.ts';
import type { Change, Header } from '#journal/change.ts';
import { loadModel } from '#permissions/model-queries.ts';
import type { Reach } from '#permissions/scope.ts';
import type { ProviderRow } from '#providers/queries.ts';
import { defining } from '#users/attributes.ts';

/** How the journal and each role that is given name it. */
export const nameOf = ({ key }: Pick<ProviderRow, 'key'>): string => `provider:${key}`;

export const headerOf = (provider: ProviderRow, operation: string): Header => ({
  actorKind: 'provider',
  actorId: nameOf(provider),
  right: 'provider',
  door: 'sign-in',
  operation,
  reason: '',
});

/** It may give what its settings name; what they do not, it defines no attribute for. */
export const reachAt = (path: string): Reach => (path === defining ? [] : null);

export const doingOf = async (open: Change, provider: ProviderRow): Promise<Doing> => ({
  ...open,
  actor: { kind: 'host', name: nameOf(provider), door: 'job' },
  model: await loadModel(open.tx),
  powers: 'everything',
  reach: null,
  reachAt,
  // Whoever set it up has shown who he is (providers.edit is dangerous).
  proved: async () => {},
});
