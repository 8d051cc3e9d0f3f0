// By what somebody may say who he is besides his user name: his mail address, his phone number, or any attribute whose values no two users share.
// Imported by the browser; imports contracts only. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';

export const identifying = section('identifiers', {
  attributes: Type.Array(
    closed({
      name: Type.String({ maxLength: 64, description: 'mail, phone, or an attribute that is unique' }),
      stores: Type.Array(Id, { maxItems: 100, uniqueItems: true, description: 'only for users of these; empty = of all' }),
    }),
    { maxItems: 20, default: [], description: 'in this order, after the user name' },
  ),
  nameFirst: Type.Boolean({ default: false, description: 'the sign-in page asks for the name first, and then for the password' }),
  rememberNames: Type.Boolean({ default: true, description: 'a browser remembers the names of those who have signed in with it, and offers them' }),
});
export type Identifying = Static<(typeof identifying)['fields']>;
export const identifyingOperations = sectionOperations(identifying, {
  needs: '/permission/admin/configure/security/signin',
  show: 'By what users may sign in besides their user name.',
  change:
    'Say by what users may sign in besides their user name: attributes that are unique, and that they cannot change themselves. Of mail addresses in PRIMARY only those count that were confirmed.',
  refusals: ['version.stale', 'attribute.missing', 'store.missing', 'identifier.unfit'],
});
