// How a store is: what every call has told so far, and what a look at it tells now – who answers, with which certificate, and by which clock.
import { type StoreDetails, type StoreHealth, testStore } from '#stores/contract.ts';
import { useMe } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { holds } from '../../shared/call/rights.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Banner, Facts } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { exactly } from '../../shared/show/moments.ts';
import { useNow, When } from '../../shared/show/when.tsx';
import { stores } from '../../shared/strings/stores.ts';
import { CertificateFacts } from './certificate.tsx';
import { draftOf, triedOf } from './draft.ts';
import { StoreState } from './store-state.tsx';
import { useFollowing, useTrial } from './trial.ts';

const say = stores.health;
/** A clock that differs by less is as right as ours. */
const clockMsMax = 2_000;

export function Health({ store }: { readonly store: StoreDetails }) {
  const me = useMe();
  const test = useTrial(testStore);
  const tried = triedOf(draftOf(store), store.id);
  useFollowing(test, tried, { when: store.enabled && holds(me, testStore.needs), afterMs: 0 });
  const { answer, thrown, asking } = test;
  const now = answer?.works ? answer.health : null;
  const certificate = answer?.certificate ?? store.health.certificate;
  return (
    <Section
      title={say.title}
      action={
        <DoButton needs={testStore.needs} reads variant="default" loading={asking !== ''} onClick={() => void test.run(tried)}>
          {say.check}
        </DoButton>
      }
    >
      <Trouble store={store} says={answer && !answer.works ? answer.says : thrown ? sentenceOf(thrown) : store.health.says} />
      <Facts rows={rowsOf(store.health, now)} />
      {certificate ? <CertificateFacts certificate={certificate} /> : now && <Facts rows={[[say.certificate, say.none]]} />}
    </Section>
  );
}

function Trouble({ store: { staleSince, asOf, enabled }, says }: { readonly store: StoreDetails; readonly says: string }) {
  const now = useNow();
  if (says === '' || !enabled) return null;
  return (
    <Banner tone="bad">
      {says} {staleSince > 0 && asOf > 0 && say.staleRows(exactly(asOf, now))}
    </Banner>
  );
}

function rowsOf(known: StoreHealth, now: StoreHealth | null) {
  const health = now ?? known;
  return [
    [say.state, <StoreState key="state" of={known} />],
    [say.answered, <When key="answered" at={now?.answeredAt ?? known.answeredAt} />],
    ...(now ? [[say.latency, say.milliseconds(now.milliseconds)] as const] : []),
    ...(!now && known.milliseconds > 0 ? [[say.latency, say.slowest(known.milliseconds)] as const] : []),
    ...(health.answeredBy ? [[say.answeredBy, health.answeredBy] as const] : []),
    ...(health.server ? [[say.server, health.server] as const] : []),
    ...(health.clockMilliseconds === null ? [] : [[say.clock, clockSays(health.clockMilliseconds)] as const]),
  ] as const;
}

function clockSays(milliseconds: number): string {
  const far = Math.abs(milliseconds);
  if (far < clockMsMax) return say.right;
  const much = say.seconds(Math.round(far / 1_000));
  return milliseconds > 0 ? say.ahead(much) : say.behind(much);
}
