// A scope in plain words.
import type { Scope } from '#permissions/contract.ts';
import { show as say } from '../strings/show.ts';
import { dayOf } from './when.tsx';

export function scopeSays(scope: Scope | null): string {
  if (scope === null) return say.scope.all;
  if ('store' in scope) return say.scope.store;
  if ('attribute' in scope) return say.scope.attribute(scope.attribute, scope.equals);
  if ('roles' in scope) return say.scope.roles(scope.roles.length);
  if ('groups' in scope) return say.scope.groups(scope.groups.length);
  if ('all' in scope) return scope.all.map(scopeSays).join(say.scope.and);
  return scope.any.map(scopeSays).join(say.scope.or);
}

export const termSays = (term: { readonly from: number; readonly until: number }) =>
  say.fromUntil(term.from ? dayOf(term.from) : '', term.until ? dayOf(term.until) : '');
