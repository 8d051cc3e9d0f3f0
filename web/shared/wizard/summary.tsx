// The growing list of what a wizard will make: a line appears when there is something to say.
import type { ReactNode } from 'react';
import classes from './summary.module.css';

export function Summary({ lines, empty }: { readonly lines: readonly (readonly [string, ReactNode])[]; readonly empty: string }) {
  const said = lines.filter(([, value]) => Boolean(value));
  if (said.length === 0) return <p className={classes.empty}>{empty}</p>;
  return (
    <dl className={classes.lines}>
      {said.map(([name, value]) => (
        <div key={name} className={classes.line}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
