// `reeve store add`. Used by ../store.ts.
import { addStore } from '#stores/contract.ts';
import { command } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { draftFlags, kindFlags, livingFlags, livingOf, newDraft, passwordOf } from './draft.ts';
import { showDetails } from './list.ts';

export const add = command({
  name: 'store add',
  summary: 'Add a user store; it is read at once. Try it first: reeve store test.',
  usage: 'DOMAIN',
  flags: { ...kindFlags, ...draftFlags, ...livingFlags },
  more: 'Example: reeve store add CORP --preset openldap --set urls=ldaps://ldap.example.org --set bindDn=cn=reeve,dc=example,dc=org --set userBase=ou=people,dc=example,dc=org --set groupBase=ou=groups,dc=example,dc=org --ask-password',
  run: (context) =>
    withCaller(context, async (caller) => {
      const { flags, operands, output } = context;
      const draft = newDraft(flags);
      const password = await passwordOf(output, flags);
      return showDetails(context, await caller.call(addStore, { domain: operands[0] ?? '', ...draft, ...given({ password }), ...livingOf(flags) }));
    }),
});
