// What links in mails may do, and how long they last.
import { Checkbox, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeMailLinks, showMailLinks } from '#mail/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { Section } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { mail } from '../../shared/strings/mail.ts';

const say = mail.links;
type Known = OutputOf<typeof showMailLinks>;

export function LinkSettings() {
  const { data } = useAsk(showMailLinks, {});
  return data ? <Form known={data} /> : null;
}

const counted = ['recoveryMinutes', 'invitationDays'] as const;
const bounds = { recoveryMinutes: { min: 5, max: 60 }, invitationDays: { min: 1, max: 30 } } as const;

function Form({ known }: { readonly known: Known }) {
  const [base, setBase] = useState(known);
  const change = useChange(changeMailLinks);
  const fields = useFields(base.settings, (values) => faultsOf(changeMailLinks.input, values));
  useUnsaved(fields.typed, change.isPending);
  const begin = (next: Known) => {
    setBase(next);
    fields.begin(next.settings);
  };
  if (known.version > base.version && !fields.typed && !change.isPending) begin(known);
  const save = () => {
    if (!fields.valid) return fields.leaveAll();
    const done = (next: Known) => {
      begin(next);
      told(say.saved);
    };
    const version = base.version > 0 ? { version: base.version } : {};
    return change.mutate({ ...version, ...fields.values }, { onSuccess: done, onError: toldTrouble });
  };
  return (
    <Section title={say.title}>
      <form
        className={formClasses.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Checkbox label={say.recovery} checked={fields.values.recovery} onChange={(event) => fields.set('recovery', event.currentTarget.checked)} />
        <div className={formClasses.pair}>
          {counted.map((name) => (
            <NumberInput
              key={name}
              label={say[name]}
              {...bounds[name]}
              allowDecimal={false}
              value={fields.values[name]}
              error={fields.faultOf(name)}
              onBlur={() => fields.blur(name)}
              onChange={(typed) => fields.set(name, Number(typed))}
            />
          ))}
        </div>
        <div>
          <DoButton type="submit" variant="default" needs={changeMailLinks.needs} loading={change.isPending}>
            {frame.save}
          </DoButton>
        </div>
      </form>
    </Section>
  );
}
