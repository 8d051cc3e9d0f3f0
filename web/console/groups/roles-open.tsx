// What the roles of a group open: as words, the uppermost permissions with the role of each, or as the tree, lit by what its members may.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { OutputOf } from '#contract.ts';
import type { rolesOfGroup } from '#groups/contract.ts';
import type { Node } from '#permissions/contract.ts';
import { lazily } from '../../shared/frame/lazily.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { useDisplayPath, useTree } from '../../shared/show/may.tsx';
import { groupPage } from '../../shared/strings/groups.ts';
import { entriesLighting } from '../../shared/tree/ticks.ts';
import { SmallTable } from '../small-table.tsx';

const PermissionTree = lazily(async () => (await import('../../shared/tree/tree.tsx')).PermissionTree);
const say = groupPage.roles;

type Opens = OutputOf<typeof rolesOfGroup>['opens'];

const lighting = (nodes: readonly Node[], opens: Opens) =>
  entriesLighting(
    nodes.map(({ path }) => path),
    new Set(opens.map(({ path }) => path)),
  );

export function RolesOpen({ opens }: { readonly opens: Opens }) {
  const tree = useTree();
  const display = useDisplayPath();
  const [lit, setLit] = useState(false);
  const rows = opens
    .filter(({ top }) => top)
    .map(({ path, scoped, roles }) => ({
      id: path,
      cells: [
        display(path),
        <span key="by">
          {roles.map(({ id, name }, index) => (
            <Fragment key={id}>
              {index > 0 && ', '}
              <Link to="/roles/$id" params={{ id }}>
                {name}
              </Link>
            </Fragment>
          ))}{' '}
          {scoped && <Tag tone="warn">{say.scoped}</Tag>}
        </span>,
      ],
    }));
  const nodes = tree.data?.items;
  return (
    <Section
      title={say.opens}
      says={say.opensSays}
      action={
        nodes && opens.length > 0 ? (
          <Button variant="default" onMouseEnter={PermissionTree.ready} onClick={() => setLit(!lit)}>
            {lit ? say.words : say.tree}
          </Button>
        ) : null
      }
    >
      {lit && nodes ? (
        <PermissionTree nodes={nodes} entries={lighting(nodes, opens)} height={420} />
      ) : (
        <SmallTable label={say.opens} heads={[say.permission, say.by]} rows={rows} empty={say.opensNothing} />
      )}
    </Section>
  );
}
