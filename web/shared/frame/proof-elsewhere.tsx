// Proving again who one is at the identity provider by which one comes: in another tab, so that nothing typed here is lost; what came of it is looked for until it is there.
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { beginProviderProof, myProof } from '#proof/contract.ts';
import { asking, useCall } from '../call/ask.ts';
import { sentenceOf } from '../call/problem.ts';
import { Banner, Dim } from '../show/bits.tsx';
import { proof as say } from '../strings/frame.ts';

const lookEveryMs = 1_000;

type Props = { readonly providers: OutputOf<typeof myProof>['providers']; readonly onDone: () => void };

export function ProofElsewhere({ providers, onDone }: Props) {
  const call = useCall();
  const [begun, setBegun] = useState('');
  const [trouble, setTrouble] = useState('');
  useProved(begun !== '', onDone);
  const begin = (provider: string) =>
    call(beginProviderProof, { provider })
      .then(({ url }) => setBegun(url))
      .catch((thrown: unknown) => setTrouble(sentenceOf(thrown)));
  if (begun !== '')
    return (
      <>
        <Button component="a" href={begun} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={15} />} data-autofocus>
          {say.goThere(new URL(begun).host)}
        </Button>
        <Dim>{say.waits}</Dim>
      </>
    );
  return (
    <>
      {trouble && <Banner tone="bad">{trouble}</Banner>}
      {providers.map(({ provider, name }) => (
        <Button key={provider} variant="default" onClick={() => void begin(provider)}>
          {say.anewAt(name)}
        </Button>
      ))}
    </>
  );
}

function useProved(isWaiting: boolean, onDone: () => void) {
  const call = useCall();
  const { data } = useQuery({ ...asking(call, myProof, {}), enabled: isWaiting, refetchInterval: lookEveryMs });
  const isProved = isWaiting && data !== undefined && data.until > 0;
  useEffect(() => {
    if (isProved) onDone();
  }, [isProved, onDone]);
}
