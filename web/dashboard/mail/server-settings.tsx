// The mail server as a form. Its password is typed and never shown; whatever says where it goes asks for it anew.
import { NumberInput, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeMail, mailLanguages, securities, type showMail } from '#mail/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { type Fields, faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { Section } from '../../shared/frame/page.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { mail } from '../../shared/strings/mail.ts';

const say = mail.server;
type Known = OutputOf<typeof showMail>;
type Draft = Known['settings'] & { readonly password: string };

const draftOf = ({ settings }: Known): Draft => ({ ...settings, password: '' });

/** Only what differs is sent; a password only where one was typed. */
function changesOf(saved: Draft, { password, ...typed }: Draft) {
  const differing = Object.entries(typed).filter(([field, value]) => saved[field as keyof Draft] !== value);
  return { ...Object.fromEntries(differing), ...(password === '' ? {} : { password }) };
}

export function ServerSettings({ known }: { readonly known: Known }) {
  const [base, setBase] = useState(known);
  const [trouble, setTrouble] = useState('');
  const change = useChange(changeMail);
  const saved = draftOf(base);
  const fields = useFields<Draft>(saved, (values) => faultsOf(changeMail.input, changesOf(saved, values)));
  useUnsaved(fields.typed, change.isPending);
  if (known.version > base.version && !fields.typed && !change.isPending) {
    setBase(known);
    fields.begin(draftOf(known));
  }
  const refuse = (thrown: unknown) => fields.refuse(thrown, (left) => setTrouble(sentenceOf(left)));
  const save = () => {
    if (!fields.valid) return fields.leaveAll();
    setTrouble('');
    const done = (next: Known) => {
      setBase(next);
      fields.begin(draftOf(next));
      told(say.saved);
    };
    const version = base.version > 0 ? { version: base.version } : {};
    return change.mutate({ ...version, ...changesOf(saved, fields.values) }, { onSuccess: done, onError: refuse });
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
        <Reaching fields={fields} hasPassword={known.hasPassword} />
        <Sender fields={fields} />
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        <div>
          <DoButton type="submit" needs={changeMail.needs} loading={change.isPending}>
            {frame.save}
          </DoButton>
        </div>
      </form>
    </Section>
  );
}

function Reaching({ fields, hasPassword }: { readonly fields: Fields<Draft>; readonly hasPassword: boolean }) {
  const { values } = fields;
  return (
    <>
      <div className={formClasses.pair}>
        <TextInput label={say.host} spellCheck={false} {...fields.text('host')} />
        <NumberInput
          label={say.port}
          min={1}
          max={65_535}
          allowDecimal={false}
          value={values.port}
          error={fields.faultOf('port')}
          onBlur={() => fields.blur('port')}
          onChange={(typed) => fields.set('port', Number(typed))}
        />
        <Select
          label={say.security}
          data={securities.map((value) => ({ value, label: say.securities[value] }))}
          value={values.security}
          allowDeselect={false}
          error={fields.faultOf('security')}
          onChange={(typed) => {
            const security = securities.find((each) => each === typed);
            if (security) fields.set('security', security);
          }}
        />
        <TextInput label={say.user} autoComplete="off" spellCheck={false} {...fields.text('user')} />
        <PasswordInput label={say.password} autoComplete="new-password" description={hasPassword ? say.passwordKept : undefined} {...fields.text('password')} />
      </div>
      <Textarea label={say.authorities} description={say.authoritiesSays} spellCheck={false} autosize minRows={2} maxRows={6} {...fields.text('authorities')} />
    </>
  );
}

function Sender({ fields }: { readonly fields: Fields<Draft> }) {
  return (
    <div className={formClasses.pair}>
      <TextInput label={say.from} spellCheck={false} {...fields.text('from')} />
      <TextInput label={say.fromName} {...fields.text('fromName')} />
      <TextInput label={say.replyTo} spellCheck={false} {...fields.text('replyTo')} />
      <TextInput
        label={say.bounces}
        description={say.bouncesSays}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        spellCheck={false}
        {...fields.text('bounces')}
      />
      <Select
        label={say.language}
        description={say.languageSays}
        data={mailLanguages.map((value) => ({ value, label: say.languages[value] }))}
        value={fields.values.language}
        allowDeselect={false}
        onChange={(typed) => {
          const language = mailLanguages.find((each) => each === typed);
          if (language) fields.set('language', language);
        }}
      />
    </div>
  );
}
