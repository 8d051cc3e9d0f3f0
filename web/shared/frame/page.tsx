// A screen's head – where one is, its title, the one thing to do – and its body.
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { frame as say } from '../strings/frame.ts';
import classes from './page.module.css';
import { useTitle } from './title.ts';

export type Crumb = { readonly says: string; readonly to?: string };
type PageProps = {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  readonly face?: ReactNode;
  readonly beside?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly fills?: boolean;
};

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav className={classes.crumbs} aria-label={say.crumbs}>
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.says}>
          {index > 0 && <IconChevronRight size={12} aria-hidden />}
          {crumb.to ? (
            <Link to={crumb.to} className={classes.crumb ?? ''}>
              {crumb.says}
            </Link>
          ) : (
            <span>{crumb.says}</span>
          )}
        </Fragment>
      ))}
    </nav>
  );
}

/** `fills` = the body takes the height that is left and scrolls inside itself, as tables do. */
export function Page({ title, crumbs, face, beside, action, children, fills = false }: PageProps) {
  useTitle(title);
  return (
    <div className={classes.page} data-fills={fills || undefined}>
      {crumbs && <Crumbs crumbs={crumbs} />}
      <div className={classes.head}>
        {face}
        <h1 className={classes.title} tabIndex={-1}>
          {title}
        </h1>
        {beside}
        <div className={classes.action}>{action}</div>
      </div>
      <div className={classes.body}>{children}</div>
    </div>
  );
}

/** A titled block of a page. */
export function Section({
  title,
  says,
  action,
  children,
}: {
  readonly title: string;
  readonly says?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {says && <p className={classes.sectionSays}>{says}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
