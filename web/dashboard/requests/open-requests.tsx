// On the dashboard's first screen: how many requests wait, of those the reader may see.
import { Link } from '@tanstack/react-router';
import { countRequests } from '#requests/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { counted } from '../../shared/strings/counted.ts';
import { requests as say } from '../../shared/strings/requests.ts';
import classes from '../dashboard.module.css';

export function OpenRequests() {
  const { may } = useMay(countRequests.needs);
  const { data } = useAsk(countRequests, {}, { enabled: may });
  if (!data) return null;
  const says = `${say.overviewSays(counted(data.open), data.open === 1)}${data.exact ? '' : '+'}`;
  return (
    <Section title={say.overview} action={<Link to="/requests">{say.see}</Link>}>
      <p className={data.open === 0 ? classes.none : undefined}>{data.open === 0 ? say.none : says}</p>
    </Section>
  );
}
