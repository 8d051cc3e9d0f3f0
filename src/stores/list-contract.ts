// The user stores there are, as every screen needs them: apart from their settings, which only whoever sets them up does.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, MomentOrNever, operation } from '#contract.ts';

/** Everything about user stores lies below this node. */
export const at = '/permission/admin/manage/identity/userstore';

export const Store = closed({
  id: Id,
  domain: Type.String(),
  kind: Type.String(),
  description: Type.String(),
  writable: Type.Boolean(),
  enabled: Type.Boolean(),
  /** It is changed in the configuration file of the server, and only there. */
  declared: Type.Boolean(),
  users: Type.Integer(),
  /** Its rows may be older than usual: since when it has not answered; 0 = they are fresh. */
  staleSince: MomentOrNever,
  /** As of when its rows are shown. */
  asOf: MomentOrNever,
});
export type Store = Static<typeof Store>;

export const listStores = operation({
  name: 'stores.list',
  method: 'GET',
  path: '/stores',
  summary: 'User stores, PRIMARY first.',
  needs: '/permission/admin/configure/login',
  input: closed({}),
  output: closed({ items: Type.Array(Store) }),
});
