// The permission tree on the screen: virtual rows, tri-state ticks, arrows and space, search that keeps the path in sight.
import { Button, Switch, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { Node } from '#permissions/contract.ts';
import type { Entry } from '#roles/contract.ts';
import { useMe } from '../call/ask.ts';
import { holds } from '../call/rights.ts';
import { treeWords as say } from '../strings/tree.ts';
import { NodeAbout } from './about.tsx';
import { TreeLine } from './line.tsx';
import { firstOpen, hitsOf, parentPath, rowsOf, type TreeRow, withAbove } from './shape.ts';
import { ticked, ticksOf, unticked } from './ticks.ts';
import classes from './tree.module.css';

const lineHeight = 32;

/** The tree of what somebody may, not of what a role says: a node answers for itself, and nothing is taken out. */
export type Lit = { readonly about: (node: Node) => ReactNode; readonly mark: (path: string) => string; readonly count: string };

type TreeProps = {
  readonly nodes: readonly Node[];
  readonly entries: readonly Entry[];
  readonly onChange?: ((entries: Entry[]) => void) | undefined;
  readonly height?: number;
  readonly lit?: Lit;
};

export function PermissionTree({ nodes, entries, onChange, height = 480, lit }: TreeProps) {
  const me = useMe();
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(() => firstOpen(nodes, entries));
  const [search, setSearch] = useState('');
  const [onlyTicked, setOnlyTicked] = useState(false);
  const [at, setAt] = useState('/permission');
  const sought = useDeferredValue(search.trim());
  const paths = useMemo(() => nodes.map((node) => node.path), [nodes]);
  const ticks = useMemo(() => ticksOf(paths, entries), [paths, entries]);
  const rows = useMemo(() => {
    const hits = hitsOf(nodes, sought);
    const kept = sought ? withAbove(hits) : onlyTicked ? withAbove(paths.filter((path) => ticks.get(path)?.allowed)) : null;
    return rowsOf(nodes, { open, kept, hits });
  }, [nodes, paths, ticks, open, sought, onlyTicked]);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => lineHeight, overscan: 10 });
  const mayGive = (node: Node) => !node.administrative || holds(me, node.path);
  const current = rows.findIndex((row) => row.node.path === at);
  const toggle = (node: Node) => {
    if (!onChange || !mayGive(node)) return;
    onChange(ticks.get(node.path)?.tick === 'on' ? unticked(entries, node.path) : ticked(entries, node.path));
  };
  const unfold = (path: string, isOpen: boolean) =>
    setOpen((before) => (isOpen ? new Set([...before, path]) : new Set([...before].filter((each) => each !== path))));
  const goTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return;
    setAt(row.node.path);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const keys: Readonly<Record<string, (row: TreeRow) => void>> = {
    ArrowDown: () => goTo(current + 1),
    ArrowUp: () => goTo(current - 1),
    Home: () => goTo(0),
    End: () => goTo(rows.length - 1),
    ArrowRight: (row) => (row.branch && !row.open ? unfold(row.node.path, true) : goTo(current + 1)),
    ArrowLeft: (row) =>
      row.branch && row.open && !sought ? unfold(row.node.path, false) : goTo(rows.findIndex((each) => each.node.path === parentPath(row.node.path))),
    ' ': (row) => toggle(row.node),
    Enter: (row) => toggle(row.node),
  };
  const press = (event: KeyboardEvent) => {
    const row = rows[current] ?? rows[0];
    const does = keys[event.key];
    if (!does || !row) return;
    event.preventDefault();
    does(row);
  };
  const about = nodes.find((node) => node.path === at);
  return (
    <div className={classes.whole}>
      <div className={classes.tools}>
        <TextInput
          data-search
          className={classes.search ?? ''}
          leftSection={<IconSearch size={14} />}
          placeholder={say.search}
          aria-label={say.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch size="xs" label={lit ? say.onlyLit : say.onlyTicked} checked={onlyTicked} onChange={(event) => setOnlyTicked(event.currentTarget.checked)} />
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setOpen(new Set(paths))}>
          {say.expandAll}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setOpen(firstOpen(nodes, []))}>
          {say.collapseAll}
        </Button>
        <span className={classes.count}>{lit ? lit.count : say.ticked(entries.length)}</span>
      </div>
      <div className={classes.split}>
        <div
          ref={scroller}
          className={classes.scroller}
          style={{ height }}
          role="tree"
          aria-label={say.label}
          aria-multiselectable="true"
          tabIndex={0}
          aria-activedescendant={`node-${current}`}
          onKeyDown={press}
        >
          <div className={classes.rows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              const tick = row && ticks.get(row.node.path);
              return row && tick ? (
                <TreeLine
                  key={row.node.path}
                  id={`node-${item.index}`}
                  row={row}
                  tick={tick}
                  start={item.start}
                  current={row.node.path === at}
                  fixed={!onChange}
                  lit={lit !== undefined}
                  mark={lit?.mark(row.node.path) ?? ''}
                  mayGive={mayGive(row.node)}
                  onAt={() => setAt(row.node.path)}
                  onToggle={() => toggle(row.node)}
                  onUnfold={() => unfold(row.node.path, !row.open)}
                />
              ) : null;
            })}
          </div>
          {rows.length === 0 && <p className={classes.nothing}>{say.nothing}</p>}
        </div>
        <NodeAbout node={about} tick={ticks.get(at)} mayGive={about ? mayGive(about) : true} comes={about && lit?.about(about)} />
      </div>
    </div>
  );
}
