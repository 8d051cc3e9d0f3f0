// One neutral filter tree for users: the search box parses into it here, other doors elsewhere; list/compile.ts turns it into SQL for both databases.
// Called by the lists, counts and exports of this room. Pure. Does not know SQL, sort orders or pages.

import type { InputOf } from '#contract.ts';
import { nameKeyOf } from '#names/name.ts';
import type { Scope } from '#permissions/contract.ts';
import { type Reach, scopeKey } from '#permissions/scope.ts';
import type { countUsers, Kind, State } from './contract.ts';

/** Attributes that are columns of the row; scopes and filters may name them like free ones. */
export const ownAttributes = ['organisation', 'country', 'language', 'timeZone', 'kind', 'mail'] as const;
export type OwnAttribute = (typeof ownAttributes)[number];
/** Fields that every user has, and that no scope tests: filters may name them like attributes. */
export const plainFields = ['givenName', 'familyName', 'shownName', 'phone'] as const;
export type PlainField = (typeof plainFields)[number];
export type DateField = 'createdAt' | 'changedAt' | 'endsAt';

/** Ids are those of the contract; moments are milliseconds. `groups` means members of these groups or of any nested in them. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly kind: Kind }
  | { readonly state: State }
  | { readonly domain: string }
  | { readonly store: string }
  | { readonly country: string }
  | { readonly organisation: string }
  | { readonly search: string }
  /** Holds one of these roles now; `through` counts those that come from groups. */
  | { readonly roles: readonly string[]; readonly through: boolean }
  | { readonly groups: readonly string[] }
  | { readonly owner: string }
  | { readonly noRole: true }
  /** Last signed in at this moment or before; 0 = never. */
  | { readonly signedInUntil: number }
  /** `equals` absent = has any value. `shown`: an attribute that nobody may see is none, for whom it fits would tell the values. */
  | { readonly attribute: string; readonly equals?: string; readonly shown?: boolean }
  | { readonly field: PlainField; readonly equals?: string }
  | { readonly date: DateField; readonly from: number; readonly to: number };

export type UserFilter = InputOf<typeof countUsers>;

/** How values of attributes are compared, and how user_attributes.value_key is to be written. */
export const valueKeyOf = scopeKey;
/** How what is searched for is compared with the keys of name, shown name and mail. */
export const searchKeyOf = (search: string): string => nameKeyOf(search.replace(/\s+/gu, ' ').trim());

const dayMilliseconds = 86_400_000;
/** Above every moment the contract allows, and exact as a double. */
export const endOfTime = 8_640_000_000_000_001;

/** What was asked, as a conjunction. Deleted users appear only if their state is asked for (rule 24). */
export function filterOf(asked: UserFilter, now: number): Filter {
  const parts: (Filter | false)[] = [
    stateFilter(asked.state),
    asked.search !== undefined && searchFilter(searchKeyOf(asked.search)),
    asked.kind !== undefined && { kind: asked.kind },
    asked.domain !== undefined && { domain: asked.domain },
    asked.country !== undefined && { country: asked.country.toUpperCase() },
    asked.organisation !== undefined && { organisation: asked.organisation },
    asked.role !== undefined && { roles: [asked.role], through: false },
    asked.roleAny !== undefined && { roles: [asked.roleAny], through: true },
    asked.group !== undefined && { groups: [asked.group] },
    asked.owner !== undefined && { owner: asked.owner },
    asked.noRole !== undefined && yesOrNo(asked.noRole, { noRole: true }),
    asked.neverSignedIn !== undefined && yesOrNo(asked.neverSignedIn, { signedInUntil: 0 }),
    asked.notSignedInDays !== undefined && { signedInUntil: Math.max(0, now - asked.notSignedInDays * dayMilliseconds) },
    asked.endsWithinDays !== undefined && { date: 'endsAt', from: now + 1, to: now + asked.endsWithinDays * dayMilliseconds },
    asked.hasAttribute !== undefined && named(asked.hasAttribute),
    asked.lacksAttribute !== undefined && { not: named(asked.lacksAttribute) },
    asked.attribute !== undefined && attributeFilter(asked.attribute),
    asked.createdSince !== undefined && { date: 'createdAt', from: asked.createdSince, to: endOfTime },
    asked.changedSince !== undefined && { date: 'changedAt', from: asked.changedSince, to: endOfTime },
  ];
  return { all: parts.filter((part) => part !== false) };
}

/** What somebody asked for: all that must hold, without what leaves out those in the recycle bin. */
export const partsAsked = (filters: readonly Filter[]): readonly Filter[] =>
  filters.flatMap((filter) => ('all' in filter ? filter.all : [filter])).filter((filter) => !isNotDeleted(filter));

const isNotDeleted = (filter: Filter) => 'not' in filter && 'state' in filter.not && filter.not.state === 'deleted';

/** What the caller may see: null = everything. */
export const reachFilter = (reach: Reach): Filter | null => (reach === null ? null : { any: reach.map(scopeFilter) });

function scopeFilter(scope: Scope): Filter {
  if ('all' in scope) return { all: scope.all.map(scopeFilter) };
  if ('any' in scope) return { any: scope.any.map(scopeFilter) };
  if ('store' in scope) return { store: scope.store };
  if ('attribute' in scope) return { attribute: scope.attribute, equals: scope.equals };
  return 'roles' in scope ? { roles: scope.roles, through: true } : { groups: scope.groups };
}

/** `DOMAIN/name` is looked for in that store, too, as names are written everywhere. A star at an end, as other systems want it, says what is so anyway. */
function searchFilter(key: string): Filter | false {
  const search = key.replace(/^\*+|\*+$/gu, '').trim();
  if (search === '') return false;
  const at = search.indexOf('/');
  if (at < 1) return { search };
  const [domain, name] = [
    search.slice(0, at),
    search
      .slice(at + 1)
      .replace(/^\*+/u, '')
      .trim(),
  ];
  return { any: [{ search }, name === '' ? { domain } : { all: [{ search: name }, { domain }] }] };
}

const stateFilter = (state: State | undefined): Filter => (state === undefined ? { not: { state: 'deleted' } } : { state });
const yesOrNo = (yes: boolean, filter: Filter): Filter => (yes ? filter : { not: filter });

function attributeFilter(asked: string): Filter {
  const at = asked.indexOf('=');
  return at < 0 ? named(asked) : named(asked.slice(0, at), asked.slice(at + 1));
}

function named(name: string, equals?: string): Filter {
  const field = plainFields.find((each) => each === name);
  return { ...(field ? { field } : { attribute: name, shown: true }), ...(equals === undefined ? {} : { equals }) };
}
