// The classes of lists that are measured: every single filter, and the combinations that hurt (issue of the figures: docs/decisions/lists.md).
// Called by list.ts and by whoever tunes. Each class draws its arguments anew for every page.
import type { Chance } from '#demo/chance.ts';
import type { UserFilter } from '#users/filter.ts';
import { type Known, now } from './list-data.ts';

/** `plain`: no filter. `single`: complete pages within 50 ms. `short`: one or two letters. `several`: within 60 ms, complete or marked. */
export type Group = 'plain' | 'single' | 'unique' | 'short' | 'several';
export type Class = { readonly name: string; readonly group: Group; draw(chance: Chance, known: Known): UserFilter };

const day = 86_400_000;
const countries = ['DE', 'US', 'IN', 'CN', 'BR', 'PL', 'SE', 'NO', 'CY', 'IL', 'NZ', 'SG', 'ZA', 'CO', 'AE'] as const;
const syllables = ['berg', 'anna', 'son', 'kim', 'rez', 'lov', 'mann', 'oli', 'gra', 'san', 'ste', 'nov'] as const;
const between = (all: Known['roles'], low: number, high: number, { below }: Chance): string => {
  const fitting = all.filter(({ size }) => size >= low && size < high);
  return fitting[below(fitting.length)]?.id ?? '';
};
const endless = Number.POSITIVE_INFINITY;

export const classes: readonly Class[] = [
  { name: 'no filter', group: 'plain', draw: () => ({}) },
  { name: 'kind', group: 'single', draw: ({ one }) => ({ kind: one(['person', 'device', 'program']) }) },
  { name: 'state', group: 'single', draw: ({ one }) => ({ state: one(['active', 'locked', 'disabled', 'pending', 'ended', 'deleted']) }) },
  { name: 'store', group: 'single', draw: ({ one }) => ({ domain: one(['PRIMARY', 'PARTNERS']) }) },
  { name: 'country', group: 'single', draw: ({ one }) => ({ country: one(countries) }) },
  { name: 'role < 50', group: 'single', draw: (c, { roles }) => ({ role: between(roles, 1, 50, c) }) },
  { name: 'role 700–20k', group: 'single', draw: (c, { roles }) => ({ role: between(roles, 700, 20_000, c) }) },
  { name: 'role > 20k', group: 'single', draw: (c, { roles }) => ({ role: between(roles, 20_000, endless, c) }) },
  { name: 'role or group < 50', group: 'single', draw: (c, { roles }) => ({ roleAny: between(roles, 1, 50, c) }) },
  { name: 'role or group mid', group: 'single', draw: (c, { roles }) => ({ roleAny: between(roles, 700, 20_000, c) }) },
  { name: 'role or group big', group: 'single', draw: (c, { roles }) => ({ roleAny: between(roles, 20_000, endless, c) }) },
  { name: 'group', group: 'single', draw: (c, { groups }) => ({ group: between(groups, 1, endless, c) }) },
  { name: 'no role', group: 'single', draw: () => ({ noRole: true }) },
  { name: 'never signed in', group: 'single', draw: () => ({ neverSignedIn: true }) },
  { name: 'not for N days', group: 'single', draw: ({ one }) => ({ notSignedInDays: one([7, 30, 90, 365, 1_000]) }) },
  { name: 'ends in 30 d', group: 'single', draw: () => ({ endsWithinDays: 30 }) },
  { name: 'has attribute', group: 'single', draw: ({ one }) => ({ hasAttribute: one(['vip', 'carPark', 'floor', 'site', 'jobTitle', 'employeeNumber']) }) },
  { name: 'lacks attribute', group: 'single', draw: ({ one }) => ({ lacksAttribute: one(['vip', 'floor', 'site', 'department', 'employeeNumber']) }) },
  {
    name: 'attribute = v',
    group: 'single',
    draw: ({ one, below }) => ({
      attribute: one([
        'department=Sales',
        'site=Osaka',
        `costCentre=CC${String(below(400)).padStart(4, '0')}`,
        `floor=${below(30)}`,
        `carPark=P${below(900)}`,
        'jobTitle=Nurse',
      ]),
    }),
  },
  { name: 'created since', group: 'single', draw: ({ one }) => ({ createdSince: now - one([1, 7, 30, 365]) * day }) },
  { name: 'substring ≥ 3', group: 'single', draw: ({ one, below }) => ({ search: one([...syllables, `${one(syllables)}${below(9)}`, '.example', 'a.k']) }) },
  {
    name: 'substring unique',
    group: 'unique',
    draw: ({ one, below, hex }) => ({
      search: one([`anna.${hex(2)}`, `scanner-nordwerk-${below(999_999).toString(36)}`, `li.wang${below(2_000)}`, `emma.h.brown${below(40)}`]),
    }),
  },
  { name: '1–2 letters', group: 'short', draw: ({ one }) => ({ search: one(['a', 'z', 'an', 'zo', 'ö', '李', 'x', 'q', 'jo', 'ky']) }) },
  { name: 'locked + country', group: 'several', draw: ({ one }) => ({ state: 'locked', country: one(countries) }) },
  { name: 'biggest role + never', group: 'several', draw: (_, { roles }) => ({ role: roles[0]?.id ?? '', neverSignedIn: true }) },
  { name: 'device + ends', group: 'several', draw: () => ({ kind: 'device', endsWithinDays: 60 }) },
  { name: 'late store + never', group: 'several', draw: () => ({ domain: 'PARTNERS', neverSignedIn: true }) },
  {
    name: 'role + its group',
    group: 'several',
    draw: (c, { roles, groups }) => ({ role: between(roles, 20_000, 90_000, c), group: between(groups, 2_000, endless, c) }),
  },
  {
    name: 'two mid roles',
    group: 'several',
    draw: (c, { roles }) => ({ role: between(roles, 20_000, 90_000, c), roleAny: between(roles, 20_000, 90_000, c) }),
  },
  { name: 'substring + state', group: 'several', draw: ({ one }) => ({ search: one(syllables), state: one(['active', 'locked', 'pending']) }) },
  { name: 'substring + role any', group: 'several', draw: (c, { roles }) => ({ search: c.one(syllables), roleAny: between(roles, 2_000, endless, c) }) },
  { name: 'since 30 d + lacks + kind', group: 'several', draw: () => ({ createdSince: now - 30 * day, lacksAttribute: 'site', kind: 'person' }) },
  { name: 'not for a year + no role + store', group: 'several', draw: () => ({ notSignedInDays: 365, noRole: true, domain: 'PARTNERS' }) },
  {
    name: 'country + big role + attribute',
    group: 'several',
    draw: (c, { roles }) => ({ country: c.one(countries), role: between(roles, 20_000, endless, c), attribute: 'department=Sales' }),
  },
  { name: 'late store + attribute + never', group: 'several', draw: () => ({ domain: 'PARTNERS', hasAttribute: 'jobTitle', neverSignedIn: true }) },
];
