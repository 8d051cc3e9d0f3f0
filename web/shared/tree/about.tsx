// What stands beside the tree: the full path of the node one is at, what it opens, and where its tick comes from.
import type { ReactNode } from 'react';
import type { Node } from '#permissions/contract.ts';
import { Copy, Tag } from '../show/bits.tsx';
import { useDisplayPath } from '../show/may.tsx';
import { treeWords as say } from '../strings/tree.ts';
import type { Ticked } from './ticks.ts';
import classes from './tree.module.css';

function comesSays(tick: Ticked, node: Node, display: (path: string) => string): string {
  if (tick.entry === 'allow') return say.own;
  if (tick.entry === 'deny') return say.denied;
  if (tick.from === '' || tick.from === node.path) return say.uncovered;
  return tick.allowed ? say.inherited(display(tick.from)) : say.takenAbove(display(tick.from));
}

type AboutProps = {
  readonly node: Node | undefined;
  readonly tick: Ticked | undefined;
  readonly mayGive: boolean;
  /** Instead of what a role says about it. */
  readonly comes: ReactNode;
};

export function NodeAbout({ node, tick, mayGive, comes }: AboutProps) {
  const display = useDisplayPath();
  if (!node || !tick)
    return (
      <section className={classes.about} aria-label={say.about}>
        {say.choose}
      </section>
    );
  return (
    <section className={classes.about} aria-label={say.about} aria-live="polite">
      <strong className={classes.aboutPath}>{display(node.path)}</strong>
      <span className={classes.aboutCode}>
        {node.path}
        <Copy text={node.path} />
      </span>
      {node.description && <p>{node.description}</p>}
      {node.administrative && (
        <p>
          <Tag tone="warn">{say.administrative}</Tag> {mayGive ? say.administrativeSays : say.mayNotGive(display(node.path))}
        </p>
      )}
      {comes ?? (
        <>
          <strong className={classes.aboutHead}>{say.comes}</strong>
          <p>{comesSays(tick, node, display)}</p>
        </>
      )}
      <strong className={classes.aboutHead}>{say.opens}</strong>
      {node.opens.length === 0 ? (
        <p>{say.opensNothing}</p>
      ) : (
        <ul className={classes.aboutOpens}>
          {node.opens.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
