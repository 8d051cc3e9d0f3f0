// What the outside may ask about user stores.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { Type } from 'typebox';
import { closed, Id, operation } from '#contract.ts';

export const Store = closed({ id: Id, domain: Type.String(), kind: Type.String(), writable: Type.Boolean(), users: Type.Integer() });
export const listStores = operation({
  name: 'stores.list',
  method: 'GET',
  path: '/stores',
  summary: 'User stores, PRIMARY first.',
  needs: '/permission/admin/configure/login',
  input: closed({}),
  output: closed({ items: Type.Array(Store) }),
});
export const storeOperations = [listStores] as const;
