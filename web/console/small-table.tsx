// A short table that is not endless: all its rows are there.
import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useFocusKept } from '../shared/frame/focus.ts';
import { table as say } from '../shared/strings/table.ts';
import classes from './console.module.css';

type SmallTableProps = {
  readonly label: string;
  readonly heads: readonly string[];
  readonly empty: string;
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[]; readonly off?: boolean }[];
  readonly actions?: boolean;
};

export function SmallTable(props: SmallTableProps) {
  const { empty, rows } = props;
  const around = useRef<HTMLDivElement>(null);
  useFocusKept(around, rows);
  return (
    <div ref={around}>
      {rows.length > 0 ? (
        <Grid {...props} />
      ) : (
        <div className={classes.none} data-nothing tabIndex={-1}>
          {empty}
        </div>
      )}
    </div>
  );
}

function Grid({ label, heads, rows, actions = false }: SmallTableProps) {
  return (
    <div className={`${classes.rows} ${classes.rowsScroll}`}>
      <table className={classes.grid} aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            {actions && (
              <th scope="col">
                <VisuallyHidden>{say.actions}</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-row data-off={row.off || undefined}>
              {row.cells.map((cell, index) => (
                <td key={heads[index] ?? 'end'} data-head={heads[index]} data-end={actions && index === row.cells.length - 1 ? true : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
