// One line of the permission tree.
import { IconCheck, IconChevronRight, IconMinus } from '@tabler/icons-react';
import { Tag } from '../show/bits.tsx';
import { treeWords as say } from '../strings/tree.ts';
import type { TreeRow } from './shape.ts';
import type { Ticked } from './ticks.ts';
import classes from './tree.module.css';

type LineProps = {
  readonly id: string;
  readonly row: TreeRow;
  readonly tick: Ticked;
  readonly start: number;
  readonly current: boolean;
  readonly fixed: boolean;
  readonly lit: boolean;
  readonly mark: string;
  readonly mayGive: boolean;
  readonly onAt: () => void;
  readonly onToggle: () => void;
  readonly onUnfold: () => void;
};

const ariaChecked = { on: true, part: 'mixed', off: false } as const;

const provenanceOf = (tick: Ticked) => (tick.entry === 'allow' ? 'own' : tick.entry === 'deny' ? 'denied' : tick.from ? 'inherited' : 'none');

export function TreeLine({ id, row, tick, start, current, fixed, lit, mark, mayGive, onAt, onToggle, onUnfold }: LineProps) {
  const { node, depth, branch, open, hit } = row;
  const toggle = () => {
    onAt();
    onToggle();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself holds the focus and listens to the keys
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-checked={ariaChecked[tick.tick]}
      aria-expanded={branch ? open : undefined}
      aria-disabled={(!lit && (!mayGive || fixed)) || undefined}
      className={classes.line}
      data-current={current || undefined}
      style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + depth * 20 }}
      onClick={onAt}
    >
      <button
        type="button"
        tabIndex={-1}
        className={classes.fold}
        data-open={open || undefined}
        data-leaf={!branch || undefined}
        aria-hidden="true"
        onClick={onUnfold}
      >
        {branch && <IconChevronRight size={14} />}
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={classes.tick}
        data-tick={tick.tick}
        data-own={(lit ? '' : tick.entry) || undefined}
        data-off={(!lit && (!mayGive || fixed)) || undefined}
        aria-hidden="true"
        onClick={toggle}
      >
        {tick.tick === 'on' && <IconCheck size={11} stroke={3} />}
        {tick.tick === 'part' && <IconMinus size={11} stroke={3} />}
      </button>
      <span className={classes.name} data-hit={hit || undefined} data-from={lit ? 'none' : provenanceOf(tick)}>
        {node.displayName}
      </span>
      {mark && <Tag tone="warn">{mark}</Tag>}
      {tick.entry === 'deny' && !lit && <span className={classes.denied}>{say.takenOut}</span>}
      <span className={classes.opens}>{node.opens.length > 0 ? node.opens.slice(0, 3).join(' · ') : ''}</span>
    </div>
  );
}
