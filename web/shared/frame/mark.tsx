// The name of the house, drawn, with the app beside it.
import { frame as say } from '../strings/frame.ts';
import classes from './navigation.module.css';

export function MarkSign() {
  return (
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      <rect width="32" height="32" rx="8" className={classes.markGround} />
      <path d="M10 24V8h7.2a5 5 0 0 1 1.1 9.88L22.5 24M10 18h7" className={classes.markLine} />
    </svg>
  );
}

export function Mark({ app }: { readonly app: string }) {
  return (
    <span className={classes.mark}>
      <MarkSign />
      <span className={classes.markName}>{say.product}</span>
      <span className={classes.markApp}>{app}</span>
    </span>
  );
}
