// Configure › Look: what the pages of signing in look like, for all of Reeve.

import { lookOperations } from '#applications/look-contract.ts';
import type { OutputOf } from '#contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { nav } from '../../shared/strings/access.ts';
import { look as say } from '../../shared/strings/applications.ts';
import { frame } from '../../shared/strings/frame.ts';
import { SaveForm } from '../save-form.tsx';
import { faultsOfLook } from './draft.ts';
import { LookFields } from './look-fields.tsx';

const { show, change } = lookOperations;

export function LookScreen() {
  const asked = useAsk(show, {});
  return (
    <Page title={say.title} crumbs={[{ says: nav.configure }]}>
      <p>{say.says}</p>
      {asked.data && <LookForm asked={asked.data} />}
      {asked.isPending && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
    </Page>
  );
}

function LookForm({ asked: { version, settings } }: { readonly asked: OutputOf<typeof show> }) {
  const fields = useFields(settings, faultsOfLook);
  return (
    <SaveForm
      operation={change}
      fields={fields}
      version={version}
      saved={settings}
      inputOf={(values) => ({ ...(version > 0 ? { version } : {}), ...values })}
      valuesOf={(answer) => answer.settings}
      says={say.saved}
    >
      <LookFields fields={fields} called={frame.product} />
    </SaveForm>
  );
}
