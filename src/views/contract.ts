// What the outside may ask about saved views of the list of users, and the shapes it gets.
// Imported by the browser; imports nothing of the house but #contract.ts and the filter's shape. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, Nothing, operation, pageOf, text, Version } from '#contract.ts';
import { listUsers, userFilter } from '#users/contract.ts';
import { Sort } from '#users/sort-contract.ts';

/** One user keeps no more, and no more are shared. */
export const viewsMax = 200;
/** Who holds this everywhere may show a view to everybody who may list users. */
export const sharingNeeds = '/permission/admin/manage/identity/usermgt';

export const ViewFilter = closed(userFilter);
/** A field of a row, or `attribute.<name>`: the screen leaves out what it does not know. */
const Column = Type.String({ maxLength: 80, pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]{0,63})?$' });
const Columns = Type.Array(Column, { maxItems: 40, uniqueItems: true });
const Name = text(80, { minLength: 1 });

export const View = closed({
  id: Id,
  version: Version,
  name: Type.String(),
  /** Everybody who may list users sees it; each sees through it only whom his own rights reach. */
  shared: Type.Boolean(),
  /** Made by the one who asks. */
  mine: Type.Boolean(),
  filter: ViewFilter,
  sort: Sort,
  descending: Type.Boolean(),
  /** In their order; empty = as the reader likes them. */
  columns: Columns,
  createdAt: Moment,
  changedAt: Moment,
});
export type View = Static<typeof View>;
export type ViewFilter = Static<typeof ViewFilter>;

const content = { filter: Type.Optional(ViewFilter), sort: Type.Optional(Sort), descending: Type.Optional(Type.Boolean()), columns: Type.Optional(Columns) };
const { needs } = listUsers;
const refusals = ['view.name-taken', 'permission.denied', 'limit.reached'];

export const listViews = operation({
  name: 'views.list',
  method: 'GET',
  path: '/views',
  summary: 'The views of the list of users that you made or that are shared, by name.',
  needs,
  input: closed({ search: Type.Optional(Type.String({ maxLength: 100 })), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(View),
});

export const showView = operation({
  name: 'views.show',
  method: 'GET',
  path: '/views/{id}',
  summary: 'One view: its filter, order and columns.',
  needs,
  input: closed({ id: Id }),
  output: View,
  refusals: ['view.missing'],
});

export const addView = operation({
  name: 'views.add',
  method: 'POST',
  path: '/views',
  summary: 'Keep a filter, order and columns of the list of users under a name, for yourself or for all who may list users.',
  needs,
  input: closed({ name: Name, shared: Type.Optional(Type.Boolean()), ...content }),
  output: View,
  refusals,
});

export const updateView = operation({
  name: 'views.update',
  method: 'PATCH',
  path: '/views/{id}',
  summary: 'Change a view; what is absent stays.',
  needs,
  input: closed({ id: Id, version: Type.Optional(Version), name: Type.Optional(Name), shared: Type.Optional(Type.Boolean()), ...content }),
  output: View,
  refusals: ['view.missing', 'version.stale', ...refusals],
});

export const deleteView = operation({
  name: 'views.delete',
  method: 'DELETE',
  path: '/views/{id}',
  summary: 'Delete a view; nobody it has shown is touched.',
  needs,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
  refusals: ['view.missing', 'version.stale', 'permission.denied'],
});

export const viewOperations = [listViews, showView, addView, updateView, deleteView] as const;
