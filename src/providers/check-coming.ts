// What becomes of whoever comes from a provider, judged when an administrator says it: fields that there are, and roles that he himself may give.
// Called by add-provider and edit-provider inside a change. What was set before stays, whoever set it; only what is new is judged.
import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { nodesGiven } from '#permissions/contain.ts';
import { checkGivable, gains } from '#roles/giving.ts';
import { say } from '#sentences/sentence.ts';
import type { ProviderSettings, RoleMapping } from './contract.ts';
import { invalid } from './settings.ts';

type Coming = Pick<ProviderSettings, 'attributes' | 'roles' | 'mailDomains'>;
const nothing: Coming = { attributes: [], roles: [], mailDomains: [] };

export function checkComing(doing: Doing, after: Coming, before: Coming = nothing): void {
  checkDomains(after);
  checkFieldsMapped(doing, after);
  const known = new Set(before.roles.map(textOf));
  for (const [at, mapping] of after.roles.entries()) if (!known.has(textOf(mapping))) checkRole(doing, mapping, at);
}

const textOf = ({ claim, value, role }: RoleMapping): string => JSON.stringify([claim, value, role]);

/** Whoever may come is nobody yet, so what he is given is given without a scope and for good. */
function checkRole({ model, powers }: Doing, { role: id }: RoleMapping, at: number): void {
  const role = model.roleById.get(id);
  if (!role) throw new Refusal('role.missing', { id }, [{ field: `roles.${at}.role` }]);
  if (role.builtIn === 'everyone') throw new Refusal('role.built-in', { role: role.name, verb: say('verb.given') }, [{ field: `roles.${at}.role` }]);
  const on = { kind: 'user', id: '', storeId: '', attributes: new Map(), roleIds: new Set<string>(), groupIds: new Set<string>() } as const;
  checkGivable({ model, powers }, { roleNo: role.no, scope: null, until: 0, on });
  // Round a corner: he could come from there himself.
  if (gains(model, powers, { nodes: nodesGiven(model, role.no), until: 0 })) throw new Refusal('role.may-not-give', { permission: role.name, path: '' });
}

/** Mail is not mapped: it is taken where it is proved. */
function checkFieldsMapped({ model }: Doing, { attributes }: Coming): void {
  const faults = attributes.flatMap(({ field }, at) =>
    field !== 'mail' && model.attributes.has(field)
      ? []
      : [{ field: `attributes.${at}.field`, says: say(field === 'mail' ? 'provider.mail-mapped' : 'provider.field', { field }) }],
  );
  if (faults.length > 0) throw invalid(faults);
}

function checkDomains({ mailDomains }: Coming): void {
  const faults = mailDomains.flatMap((domain, at) =>
    /^[^\s@/]+\.[^\s@/]+$/.test(domain) ? [] : [{ field: `mailDomains.${at}`, says: say('provider.domain', { domain }) }],
  );
  if (faults.length > 0) throw invalid(faults);
}
