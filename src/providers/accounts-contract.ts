// What the outside may ask about linked accounts: one's own, and those of another.
// Imported by the browser; imports contracts only.
import { type Static, Type } from 'typebox';
import { closed, Id, Moment, MomentOrNever, Nothing, operation, text, Version } from '#contract.ts';
import { ProviderKey } from './contract.ts';

export const LinkedAccount = closed({
  id: Id,
  provider: ProviderKey,
  providerName: Type.String(),
  /** Whether its provider is switched on: else nobody comes in by it. */
  enabled: Type.Boolean(),
  issuer: Type.String(),
  subject: Type.String(),
  label: Type.String({ description: 'what people call it there; proves nothing' }),
  linkedAt: Moment,
  lastUsedAt: MomentOrNever,
});
export type LinkedAccount = Static<typeof LinkedAccount>;
export const linkedMax = 20;

const Current = Type.String({ maxLength: 1024, description: 'his password, shown again; empty for whoever has none and has just signed in' });

export const myAccounts = operation({
  name: 'me.accounts',
  method: 'GET',
  personal: true,
  path: '/me/accounts',
  summary: 'My accounts elsewhere, by which I sign in here, and where I may link one.',
  needs: 'self',
  input: closed({}),
  output: closed({
    items: Type.Array(LinkedAccount),
    offers: Type.Array(closed({ provider: ProviderKey, name: Type.String() })),
    hasPassword: Type.Boolean({ description: 'whether it is asked for before one is linked or unlinked' }),
  }),
});
export const beginLink = operation({
  name: 'me.begin-link',
  method: 'POST',
  path: '/me/accounts',
  summary: 'Begin to link an account elsewhere: where the browser goes. It is linked when it comes back from there in this session, within 15 minutes.',
  needs: 'self',
  input: closed({ provider: ProviderKey, current: Current }),
  output: closed({ url: Type.String() }),
  secret: ['current', 'url'],
  refusals: [
    'password.wrong',
    'signin.throttled',
    'factor.prove-first',
    'account.sign-in-anew',
    'account.elsewhere',
    'provider.off',
    'provider.failed',
    'provider.no-address',
    'limit.reached',
  ],
});
export const unlinkMyAccount = operation({
  name: 'me.unlink-account',
  method: 'POST',
  path: '/me/accounts/{account}/remove',
  summary: 'Unlink one of my accounts elsewhere; not the only way that I have in.',
  needs: 'self',
  input: closed({ account: Id, current: Current }),
  output: Nothing,
  secret: ['current'],
  refusals: ['password.wrong', 'signin.throttled', 'factor.prove-first', 'account.sign-in-anew', 'account.missing', 'account.only-way'],
});

const target = { kind: 'user', field: 'id' } as const;
export const accountsOfUser = operation({
  name: 'users.accounts',
  method: 'GET',
  path: '/users/{id}/accounts',
  summary: 'Accounts elsewhere by which a user signs in.',
  needs: '/permission/admin/manage/identity/usermgt/view',
  target,
  input: closed({ id: Id }),
  output: closed({ items: Type.Array(LinkedAccount) }),
});
export const unlinkAccount = operation({
  name: 'users.unlink-account',
  method: 'POST',
  path: '/users/{id}/accounts/{account}/remove',
  summary: 'Unlink an account of a user; his sessions end.',
  needs: '/permission/admin/manage/identity/passwords',
  dangerous: true,
  target: { ...target, acts: true },
  input: closed({ id: Id, account: Id, version: Type.Optional(Version), reason: Type.Optional(text(200)) }),
  output: closed({ ended: closed({ sessions: Type.Integer(), tokens: Type.Integer() }) }),
  refusals: ['self.refused', 'target.holds-more', 'version.stale', 'account.missing'],
});

export const accountOperations = [myAccounts, beginLink, unlinkMyAccount, accountsOfUser, unlinkAccount] as const;
