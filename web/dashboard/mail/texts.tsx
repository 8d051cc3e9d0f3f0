// What mails say, in each language: changed, seen as it would look, and put back as Reeve has it.
import { Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { changeTemplate, listTemplates, mailKinds, mailLanguages, placeholders, previewTemplate, resetTemplate, type Template } from '#mail/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { mail } from '../../shared/strings/mail.ts';
import classes from './mail.module.css';
import { Preview } from './preview.tsx';

const say = mail.texts;

export function MailTexts() {
  const asked = useAsk(listTemplates, {});
  const [kind, setKind] = useState<Template['kind']>('invitation');
  const [language, setLanguage] = useState<Template['language']>('en');
  const template = asked.data?.items.find((each) => each.kind === kind && each.language === language);
  return (
    <Section title={say.title}>
      {!asked.data && (asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />)}
      <div className={formClasses.form}>
        <div className={formClasses.pair}>
          <Select
            label={say.which}
            data={mailKinds.map((value) => ({ value, label: mail.kinds[value] }))}
            value={kind}
            allowDeselect={false}
            onChange={(typed) => setKind(mailKinds.find((each) => each === typed) ?? kind)}
          />
          <Select
            label={say.language}
            data={mailLanguages.map((value) => ({ value, label: mail.server.languages[value] }))}
            value={language}
            allowDeselect={false}
            onChange={(typed) => setLanguage(mailLanguages.find((each) => each === typed) ?? language)}
          />
        </div>
        {template && <TextForm key={`${kind} ${language} ${template.version}`} template={template} />}
      </div>
    </Section>
  );
}

function TextForm({ template }: { readonly template: Template }) {
  const { kind, language, version } = template;
  const words = { subject: template.subject, text: template.text, html: template.html };
  const [trouble, setTrouble] = useState('');
  const fields = useFields(words, (values) => faultsOf(changeTemplate.input, { kind, language, ...values }));
  const [change, reset, preview] = [useChange(changeTemplate), useChange(resetTemplate), useChange(previewTemplate)];
  useUnsaved(fields.typed, change.isPending);
  const refuse = (thrown: unknown) => fields.refuse(thrown, (left) => setTrouble(sentenceOf(left)));
  const asked = { kind, language, ...fields.values };
  const save = () => {
    setTrouble('');
    const done = (next: Template) => {
      fields.begin({ subject: next.subject, text: next.text, html: next.html });
      told(say.saved);
    };
    change.mutate({ ...asked, ...(version > 0 ? { version } : {}) }, { onSuccess: done, onError: refuse });
  };
  return (
    <form
      className={formClasses.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className={classes.known}>
        <Tag>{version > 0 ? say.changed : say.own}</Tag>
        <code>{placeholders[kind].may.map((name) => `{${name}}`).join(' ')}</code>
      </div>
      <TextInput label={say.subject} {...fields.text('subject')} />
      <Textarea label={say.text} autosize minRows={6} maxRows={16} {...fields.text('text')} />
      <Textarea label={say.html} description={say.htmlSays} spellCheck={false} autosize minRows={2} maxRows={16} {...fields.text('html')} />
      {trouble && <Banner tone="bad">{trouble}</Banner>}
      <div className={classes.buttons}>
        <DoButton type="submit" needs={changeTemplate.needs} loading={change.isPending}>
          {say.save}
        </DoButton>
        <DoButton variant="default" needs={previewTemplate.needs} reads loading={preview.isPending} onClick={() => preview.mutate(asked, { onError: refuse })}>
          {say.preview}
        </DoButton>
        {version > 0 && (
          <DoButton
            variant="default"
            needs={resetTemplate.needs}
            onClick={() => reset.mutate({ kind, language }, { onSuccess: () => told(say.wasReset), onError: refuse })}
          >
            {say.reset}
          </DoButton>
        )}
      </div>
      {preview.data && <Preview letter={preview.data} />}
    </form>
  );
}
