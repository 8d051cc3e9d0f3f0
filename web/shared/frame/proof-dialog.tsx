// Step-up: before something dangerous the server may ask once more who it is. This shows what he has, and then what he wanted is done by itself.
import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import type { OutputOf } from '#contract.ts';
import { proveFactor } from '#factors/contract.ts';
import { beginPasskeyProof, myProof, type ProofWay, provePasskey, provePassword } from '#proof/contract.ts';
import { useAsk, useCall } from '../call/ask.ts';
import { sentenceOf } from '../call/problem.ts';
import { Banner } from '../show/bits.tsx';
import { frame, proof as say } from '../strings/frame.ts';
import { ProofElsewhere } from './proof-elsewhere.tsx';
import type { Question } from './question.ts';
import { Failed, Waiting } from './states.tsx';

export function ProofDialog({ question }: { readonly question: Question }) {
  const open = useSyncExternalStore(question.subscribe, question.open);
  return (
    <Modal opened={open} onClose={() => question.answer(false)} title={say.title} zIndex={400} closeOnClickOutside={false}>
      <Ways onDone={() => question.answer(true)} onCancel={() => question.answer(false)} />
    </Modal>
  );
}

type Asking = { readonly onDone: () => void; readonly onCancel: () => void };

function Ways({ onDone, onCancel }: Asking) {
  const asked = useAsk(myProof, {}, { staleMs: 0 });
  if (asked.isPending) return <Waiting />;
  if (!asked.data) return <Failed thrown={asked.error} again={() => void asked.refetch()} />;
  return <ProofForm {...asked.data} onDone={onDone} onCancel={onCancel} />;
}

const isTyped = (way: ProofWay): way is 'code' | 'password' => way === 'code' || way === 'password';

type Offered = Pick<OutputOf<typeof myProof>, 'ways' | 'providers'>;

function ProofForm({ ways, providers, onDone, onCancel }: Asking & Offered) {
  const call = useCall();
  const [typed, setTyped] = useState('');
  const [doing, setDoing] = useState(false);
  const [trouble, setTrouble] = useState('');
  const written = ways.find(isTyped);
  const prove = (way: () => Promise<unknown>) => {
    setDoing(true);
    setTrouble('');
    return way()
      .then(onDone)
      .catch((thrown: unknown) => setTrouble(sentenceOf(thrown)))
      .finally(() => setDoing(false));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === '' || doing || !written) return;
    void prove(() => (written === 'code' ? call(proveFactor, { code: typed }) : call(provePassword, { current: typed })));
  };
  const byPasskey = async () => {
    const { options, ceremony } = await call(beginPasskeyProof, {});
    return call(provePasskey, { ceremony, response: await shownPasskey(options) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{ways.length > 0 ? say.says : say.noWay}</Text>
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        {ways.includes('passkey') && (
          <Button variant="default" loading={doing} onClick={() => void prove(byPasskey)} data-autofocus={!written}>
            {say.passkey}
          </Button>
        )}
        {ways.includes('provider') && <ProofElsewhere providers={providers} onDone={onDone} />}
        {written === 'code' && (
          <TextInput
            label={say.code}
            description={say.codeSays}
            autoComplete="one-time-code"
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        {written === 'password' && (
          <PasswordInput
            label={say.password}
            autoComplete="current-password"
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {frame.cancel}
          </Button>
          {written && (
            <Button type="submit" loading={doing} disabled={typed === ''}>
              {say.goOn}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** What the browser's passkey answers, as text. Throws the browser's own words. */
async function shownPasskey(options: Readonly<Record<string, unknown>>): Promise<string> {
  // As the server's library makes them, which is what the browser reads.
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  const shown = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(shown instanceof PublicKeyCredential)) throw new Error(say.passkeyRefused);
  return JSON.stringify(shown.toJSON());
}
