// What demo users share: attribute definitions, branches of applications in the permission tree, roles of all sizes, and groups in groups.
// Called by fill.ts. Pure but for the chance handed in; gives rows and how to link users to them.

import { nameKeyOf } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { type Chance, idAt } from './chance.ts';
import { branchesOfSystems, departments, organisations, roleNames } from './organisations.ts';
import { attributeNames } from './people.ts';
import type { Foundations } from './queries/foundations.ts';
import type { Row } from './sheet.ts';

export type Shared = {
  readonly attributes: readonly Row[];
  readonly nodes: readonly Row[];
  readonly roles: readonly Row[];
  readonly entries: readonly Row[];
  readonly groups: readonly Row[];
  readonly edges: readonly Row[];
  readonly rolesOfGroups: readonly Row[];
};
export type Sizes = { readonly roles: number; readonly groups: number };

/** A thousand roles and groups at a million users, a dozen for a small demo. */
export const sizesFor = (users: number): Sizes => ({
  roles: Math.max(12, Math.min(1_000, Math.round(users / 100))),
  groups: Math.max(13, Math.min(1_500, Math.round(users / 60))),
});
/** One group in six is an organisation; the others are its departments. Group 0 holds them all. */
export const organisationsIn = (groups: number): number => Math.max(1, Math.min(organisations.length, Math.floor((groups - 1) / 6)));

type Making = { readonly chance: Chance; readonly now: number; readonly base: Foundations; readonly sizes: Sizes };

export function makeShared(making: Making): Shared {
  const nodes = makeNodes(making);
  const roles = makeRoles(making);
  return {
    attributes: makeAttributes(making),
    nodes,
    roles,
    entries: makeEntries(making, nodes, roles),
    groups: makeGroups(making),
    edges: makeEdges(making),
    rolesOfGroups: giveToGroups(making),
  };
}

const makeAttributes = ({ chance, now, base }: Making): readonly Row[] =>
  attributeNames.map((name, index) => ({
    no: base.attributes + index + 1,
    id: idAt(now, chance),
    name,
    display_name: name.replace(/([A-Z])/g, ' $1').toLowerCase(),
    type: 'text',
    built_in: 0,
    searchable: 1,
    created_at: now,
  }));

function makeNodes({ chance, now, base }: Making): readonly Row[] {
  let no = base.nodes;
  const node = (path: string, display_name: string, parent_no: number, position: number): Row => ({
    no: ++no,
    id: idAt(now, chance),
    parent_no,
    path,
    display_name,
    description: '',
    administrative: 0,
    position,
    created_at: now,
  });
  return branchesOfSystems.flatMap(({ segment, displayName, leaves }, index) => {
    const branch = node(`/permission/applications/${segment}`, displayName, base.applicationsNo, index);
    return [
      branch,
      ...leaves.map((leaf, position) => node(`${branch.path}/${leaf}`, leaf.slice(0, 1).toUpperCase() + leaf.slice(1), Number(branch.no), position)),
    ];
  });
}

function makeRoles({ chance, now, base, sizes }: Making): readonly Row[] {
  const rows: Row[] = [];
  for (const { name, system, verb } of roleNames()) {
    if (rows.length >= sizes.roles) break;
    rows.push({
      no: base.roles + rows.length + 1,
      id: idAt(now, chance),
      version: 1,
      name,
      name_key: nameKeyOf(name),
      sort_key: sortKeyOf(nameKeyOf(name)),
      description: `May ${verb} in ${system}.`,
      built_in: '',
      created_at: now,
      changed_at: now,
    });
  }
  return rows;
}

/** A role allows what its name says; one in five a second leaf; one in thirty denies one. */
function makeEntries({ chance }: Making, nodes: readonly Row[], roles: readonly Row[]): readonly Row[] {
  const leaves = nodes.filter((node) => String(node.path).split('/').length === 5);
  const byPath = new Map(leaves.map((leaf) => [leaf.path, leaf]));
  const pathOf = (role: Row) => {
    const [, verb, system] = /^May (\w+) in (\w+)\.$/.exec(String(role.description)) ?? [];
    return `/permission/applications/${system}/${verb}`;
  };
  return roles.flatMap((role) => {
    const own = byPath.get(pathOf(role));
    const other = leaves[chance.below(leaves.length)];
    const more =
      other && other !== own && chance.often(0.2) ? [{ role_no: Number(role.no), node_no: Number(other.no), allow: chance.often(0.15) ? 0 : 1 }] : [];
    return [...(own ? [{ role_no: Number(role.no), node_no: Number(own.no), allow: 1 }] : []), ...more];
  });
}

function makeGroups({ chance, now, base, sizes }: Making): readonly Row[] {
  const count = organisationsIn(sizes.groups);
  const names = [
    'All staff',
    ...Array.from({ length: sizes.groups - 1 }, (_, index) => {
      const organisation = organisations[index % count]?.name ?? '';
      const department = departments[Math.floor(index / count) - 1];
      return department === undefined ? organisation : `${organisation} · ${department}`;
    }),
  ];
  return names.map((name, index) => ({
    no: base.groups + index + 1,
    id: idAt(now, chance),
    version: 1,
    store_no: base.storeNo,
    name,
    name_key: nameKeyOf(name),
    sort_key: sortKeyOf(nameKeyOf(name)),
    description: '',
    created_at: now,
    changed_at: now,
    deleted_at: 0,
  }));
}

/** All staff holds the organisations, each holds its departments. */
function makeEdges({ base, sizes }: Making): readonly Row[] {
  const count = organisationsIn(sizes.groups);
  return Array.from({ length: sizes.groups - 1 }, (_, index) => ({
    parent_no: base.groups + 1 + (index < count ? 0 : 1 + (index % count)),
    child_no: base.groups + 2 + index,
  }));
}

function giveToGroups({ chance, now, base, sizes }: Making): readonly Row[] {
  const giving = (role: number, group: number): Row => ({
    role_no: base.roles + 1 + role,
    group_no: base.groups + 1 + group,
    from_at: 0,
    until_at: chance.often(0.05) ? now + 86_400_000 * (1 + chance.below(300)) : 0,
    scope: '',
    given_by: 'host:demo',
    given_at: now,
  });
  return [
    giving(Math.floor(sizes.roles / 3), 0),
    ...Array.from({ length: Math.floor(sizes.roles / 4) }, (_, index) => giving((index * 4) % sizes.roles, 1 + chance.below(sizes.groups - 1))),
  ];
}
