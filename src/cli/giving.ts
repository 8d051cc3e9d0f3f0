// What `give` has in common for users and groups: from when, until when, on whom.
// Used by the commands that give roles. Knows no rule of giving.
import type { Scope } from '#permissions/contract.ts';
import { type FlagValues, UsageFault } from './arguments.ts';
import { type Caller, given } from './call.ts';
import { momentText, parseMoment } from './moments.ts';

export const giveFlags = {
  from: { type: 'string', value: 'WHEN', summary: 'From then on.' },
  until: { type: 'string', value: 'WHEN', summary: 'Until then.' },
  scope: { type: 'string', value: 'JSON', summary: 'Only on these, such as {"store":"ID"} or {"attribute":"country","equals":"GR"}.' },
} as const;

export function givingOf(caller: Caller, { from, until, scope }: FlagValues<typeof giveFlags>) {
  const now = caller.now();
  return given({ from: parseMoment('from', from, now), until: parseMoment('until', until, now), scope: scope === undefined ? undefined : parseScope(scope) });
}

function parseScope(text: string): Scope {
  try {
    // Whether it is a scope, the operation's schema says.
    return JSON.parse(text) as Scope;
  } catch {
    throw new UsageFault(`--scope takes JSON such as {"attribute":"country","equals":"GR"}, not ${JSON.stringify(text)}.`);
  }
}

export const scopeText = (scope: unknown): string => (scope === null ? 'everything' : JSON.stringify(scope));
export const spanText = (from: number, until: number): string =>
  [from > 0 ? `from ${momentText(from)}` : '', until > 0 ? `until ${momentText(until)}` : ''].filter((part) => part !== '').join(' ') || 'for good';
