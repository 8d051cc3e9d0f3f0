// What the wizard will make, growing as one types.
import type { rehearseStore, testStore } from '#stores/contract.ts';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { stores } from '../../shared/strings/stores.ts';
import { Summary } from '../../shared/wizard/summary.tsx';
import { type StoreDraft, settingsGiven, type Tried } from './draft.ts';
import type { Trial } from './trial.ts';

type Props = {
  readonly draft: StoreDraft;
  readonly tried: Tried;
  readonly test: Trial<typeof testStore>;
  readonly rehearsal: Trial<typeof rehearseStore>;
};

const words = say.summary;

function addressOf(settings: Readonly<Record<string, unknown>>): string {
  const { urls, host, port, database } = settings;
  if (Array.isArray(urls)) return urls.join(', ');
  return host ? `${host}:${port}${database ? `/${database}` : ''}` : '';
}

export function AddedSummary({ draft, tried, test, rehearsal }: Props) {
  const settings = settingsGiven(draft);
  const answer = test.isOf(tried) ? test.answer : null;
  const found = rehearsal.isOf(tried) ? rehearsal.answer : null;
  const said = draft.kind !== '';
  const lines = [
    [words.kind, said && stores.kinds[draft.kind]],
    [say.living.domain, draft.domain && <strong>{draft.domain.toUpperCase()}</strong>],
    [words.address, addressOf(settings)],
    [words.readsAs, String(settings.bindDn || settings.user || '')],
    [words.answers, answer && (answer.works ? words.works : words.fails)],
    [words.users, String(settings.userBase || settings.userTable || '')],
    [words.found, found && stores.counts(found.users, found.groups)],
    [words.read, said && say.living.everyMinutes(Number(draft.syncMinutes))],
    [words.writes, said && draft.writable && stores.writable],
  ] as const;
  return <Summary lines={lines} empty={say.empty} />;
}
