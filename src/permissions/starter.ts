// What a new Reeve starts with: the permission tree, the built-in roles and the three starters (rule 10; paths of the page it implements).
// Called once, inside set-up's change. The tree is data from then on.
import type { Tx } from '#db/tables.ts';

type Sprout = readonly [segment: string, displayName: string, description: string, children?: readonly Sprout[]];

const verbs = (noun: string, ...words: readonly string[]): readonly Sprout[] => words.map((word) => [word.toLowerCase(), word, `${word} ${noun}.`]);

/** `/permission` and all below it. */
const tree: Sprout = [
  'permission',
  'All Permissions',
  'Everything, also what is added later.',
  [
    [
      'admin',
      'Admin Permissions',
      'Everything in Reeve’s own administration.',
      [
        [
          'configure',
          'Configure',
          'Set up how Reeve works.',
          [
            ['login', 'Login', 'Enter the Management Console.'],
            [
              'security',
              'Security',
              'Keys, certificates and rules for signing in.',
              [
                ['keys', 'Keys', 'Rotate and revoke keys.'],
                ['signin', 'Signing In', 'Rules for passwords, factors and failures.'],
              ],
            ],
            ['attributes', 'Attributes', 'Define attributes of users.'],
            ['theme', 'Theme', 'Logo, accent and texts.'],
          ],
        ],
        [
          'manage',
          'Manage',
          'Manage what Reeve keeps.',
          [
            ['apim_admin', 'API-M Admin', 'Open the Admin Dashboard (together with Login).'],
            ['api', 'API', 'APIs of the API Manager.', verbs('APIs', 'Create', 'Publish', 'Subscribe')],
            [
              'identity',
              'Identity',
              'Users, groups, roles, stores and applications.',
              [
                ['usermgt', 'User Management', 'Users of all stores.', verbs('users', 'Create', 'View', 'List', 'Update', 'Delete')],
                ['passwords', 'Password Management', 'Reset passwords of others.'],
                ['profiles', 'Profile Management', 'Change attributes of others.'],
                ['groupmgt', 'Group Management', 'Groups and who is in them.', verbs('groups', 'Create', 'View', 'Update', 'Delete')],
                ['rolemgt', 'Role Management', 'Roles, what they hold and who has them.', verbs('roles', 'Create', 'View', 'Update', 'Delete')],
                ['userstore', 'User Store Management', 'User stores.', verbs('user stores', 'Create', 'View', 'Update', 'Delete')],
                ['applicationmgt', 'Application Management', 'Applications that rely on Reeve.', verbs('applications', 'Create', 'View', 'Update', 'Delete')],
                ['decisions', 'Decisions', 'Ask about the permissions of others.'],
              ],
            ],
          ],
        ],
        [
          'monitor',
          'Monitor',
          'See what happens and what has happened.',
          [
            ['logging', 'Logs', 'Read and verify the journal.'],
            ['metrics', 'Metrics', 'Read figures about this server.'],
          ],
        ],
      ],
    ],
    ['applications', 'Applications', 'Branches that applications bring.'],
  ],
];

type Seed = { readonly now: number; readonly newId: () => string };

/** Writes the tree, PRIMARY, and the built-in and starter roles. Gives the row key of the role `admin`. */
export async function seed(tx: Tx, { now, newId }: Seed): Promise<{ readonly adminRole: { readonly no: number; readonly id: string } }> {
  await tx
    .insertInto('stores')
    .values({ id: newId(), domain: 'PRIMARY', domain_key: 'primary', kind: 'primary', position: 0, writable: 1, created_at: now })
    .execute();
  const nodes = new Map<string, number>();
  await plant(tx, { now, newId }, { sprout: tree, parent: '', parentNo: 0, position: 0, nodes });
  const admin = await addRole(
    tx,
    { now, newId },
    { name: 'admin', description: 'Everything. Cannot be changed.', builtIn: 'admin', allow: ['/permission'], nodes },
  );
  await addRole(tx, { now, newId }, { name: 'everyone', description: 'What all users may, of every kind and store.', builtIn: 'everyone', allow: [], nodes });
  for (const [name, verb] of [
    ['creator', 'create'],
    ['publisher', 'publish'],
    ['subscriber', 'subscribe'],
  ] as const)
    await addRole(
      tx,
      { now, newId },
      { name, description: `May ${verb} APIs. Edit or delete it as you like.`, builtIn: '', allow: [`/permission/admin/manage/api/${verb}`], nodes },
    );
  return { adminRole: admin };
}

type Planting = { readonly sprout: Sprout; readonly parent: string; readonly parentNo: number; readonly position: number; readonly nodes: Map<string, number> };

async function plant(
  tx: Tx,
  { now, newId }: Seed,
  { sprout: [segment, displayName, description, children = []], parent, parentNo, position, nodes }: Planting,
) {
  const path = `${parent}/${segment}`;
  const administrative = path.startsWith('/permission/admin') || path === '/permission' ? 1 : 0;
  const { no } = await tx
    .insertInto('permission_nodes')
    .values({ id: newId(), parent_no: parentNo, path, display_name: displayName, description, administrative, position, created_at: now })
    .returning('no')
    .executeTakeFirstOrThrow();
  nodes.set(path, no);
  for (const [index, child] of children.entries()) await plant(tx, { now, newId }, { sprout: child, parent: path, parentNo: no, position: index, nodes });
}

type NewRole = {
  readonly name: string;
  readonly description: string;
  readonly builtIn: string;
  readonly allow: readonly string[];
  readonly nodes: ReadonlyMap<string, number>;
};

async function addRole(tx: Tx, { now, newId }: Seed, { name, description, builtIn, allow, nodes }: NewRole) {
  const role = {
    id: newId(),
    version: 1,
    name,
    name_key: name.toLowerCase(),
    sort_key: name.toLowerCase(),
    description,
    built_in: builtIn,
    created_at: now,
    changed_at: now,
    deleted_at: 0,
  };
  const { no } = await tx.insertInto('roles').values(role).returning('no').executeTakeFirstOrThrow();
  for (const path of allow) {
    const node = nodes.get(path);
    if (node !== undefined) await tx.insertInto('role_entries').values({ role_no: no, node_no: node, allow: 1 }).execute();
  }
  return { no, id: role.id };
}
