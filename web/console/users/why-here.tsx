// Beside the tree of what a user may: why he may use the node one is at, or what is missing for it.
import { Link } from '@tanstack/react-router';
import { type Why, why } from '#permissions/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { Dim, Tag } from '../../shared/show/bits.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { questions } from '../../shared/strings/access.ts';
import { answers as say } from '../../shared/strings/answers.ts';
import { missingSays } from '../questions/missing-says.ts';
import classes from './users.module.css';

function Way({ way }: { readonly way: Why }) {
  const display = useDisplayPath();
  return (
    <li>
      <Link to="/roles/$id" params={{ id: way.role.id }}>
        {say.through(way.role.name)}
      </Link>
      {way.through.length > 0 && <span>{questions.through(way.through.map(({ name }) => name).join(' › '))}</span>}
      {way.inherited && <span>{say.by(display(way.node))}</span>}
      {(way.from > 0 || way.until > 0) && <span>{say.until(termSays(way))}</span>}
      {way.scope && <ScopeText scope={way.scope} />}
    </li>
  );
}

/** `scoped` = held on some only: then the ways are those, though the plain question is answered no. */
export function WhyHere({ id, permission, scoped }: { readonly id: string; readonly permission: string; readonly scoped: boolean }) {
  const asked = useAsk(why, { user: id, permission });
  const display = useDisplayPath();
  const found = asked.isPlaceholderData ? undefined : asked.data;
  if (asked.error) return <p role="alert">{sentenceOf(asked.error)}</p>;
  if (!found) return <Dim>{say.looking}</Dim>;
  return (
    <>
      <strong className={classes.whyHead}>{say.tree.why}</strong>
      <Tag tone={found.allowed ? 'accent' : 'warn'}>{found.allowed ? say.yes : scoped ? say.some : say.no}</Tag>
      <ul className={classes.ways}>
        {found.paths.map((way, index) => (
          <Way key={String(index)} way={way} />
        ))}
        {found.missing.map((each) => (
          <li key={each.says}>{missingSays(each, display)}</li>
        ))}
      </ul>
    </>
  );
}
