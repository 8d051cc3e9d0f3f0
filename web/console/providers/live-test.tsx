// The live test: the administrator goes to the provider in another tab and comes back, and what arrived is shown here.
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { OutputOf } from '#contract.ts';
import { showTrial, tryProvider } from '#providers/contract.ts';
import { asking, useCall } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { Banner, Dim, Facts } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { providers } from '../../shared/strings/providers.ts';
import { SmallTable } from '../small-table.tsx';
import type { Trial } from '../stores/trial.ts';
import classes from './providers.module.css';

const say = providers.test;
const lookEveryMs = 1_000;
const noTrial = '';

export type Arrived = OutputOf<typeof showTrial>;

/** What has arrived of the trial that was begun; looked for until it has. */
export function useArrived({ answer }: Trial<typeof tryProvider>): Arrived | undefined {
  const call = useCall();
  const trial = answer?.trial ?? noTrial;
  const { data } = useQuery({
    ...asking(call, showTrial, { trial }),
    enabled: trial !== noTrial,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'waiting' ? false : lookEveryMs),
  });
  return trial === noTrial ? undefined : data;
}

type Props = { readonly test: Trial<typeof tryProvider>; readonly isCurrent: boolean; readonly arrived: Arrived | undefined; readonly onBegin: () => void };

export function LiveTest({ test, isCurrent, arrived, onBegin }: Props) {
  const { of, asking: isAsking, answer, thrown } = test;
  return (
    <div className={classes.step}>
      <p className={classes.says}>{say.says}</p>
      <div>
        <DoButton needs={tryProvider.needs} reads variant="default" loading={isAsking !== ''} onClick={onBegin}>
          {say.begin}
        </DoButton>
      </div>
      <div role="status">
        {of !== '' && !isCurrent && <Dim>{say.changed}</Dim>}
        {isCurrent && thrown !== null && <Banner tone="bad">{sentenceOf(thrown)}</Banner>}
        {isCurrent && answer && <Begun url={answer.url} arrived={arrived} />}
      </div>
    </div>
  );
}

function Begun({ url, arrived }: { readonly url: string; readonly arrived: Arrived | undefined }) {
  if (arrived?.state === 'arrived') return <What arrived={arrived} />;
  return (
    <div className={classes.step}>
      {arrived?.state === 'failed' && (
        <Banner tone="bad">
          {say.failed} {arrived.says}
        </Banner>
      )}
      {arrived?.state !== 'failed' && (
        <div>
          <Button component="a" href={url} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={15} />}>
            {say.go(new URL(url).host)}
          </Button>
        </div>
      )}
      {arrived?.state !== 'failed' && <Dim>{say.waiting}</Dim>}
    </div>
  );
}

function What({ arrived: { subject, issuer, mail, claims } }: { readonly arrived: Arrived }) {
  return (
    <div className={classes.step}>
      <Banner tone="good">{say.arrived}</Banner>
      <Facts
        rows={[
          [say.subject, `${subject} (${issuer})`],
          [say.mail, mail || <Dim key="none">{say.noMail}</Dim>],
        ]}
      />
      <SmallTable label={say.claims} heads={[say.claim, say.value]} empty="" rows={claims.map(({ name, value }) => ({ id: name, cells: [name, value] }))} />
    </div>
  );
}
