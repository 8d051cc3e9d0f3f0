// Inviting somebody who has no account: a mail with a link by which he signs up.
import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { mailLanguages } from '#mail/contract.ts';
import { inviteToSignUp } from '#signups/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { mail as mailWords } from '../../shared/strings/mail.ts';
import { signUp as say } from '../../shared/strings/sign-up.ts';
import classes from '../console.module.css';

type Language = (typeof mailLanguages)[number];

/** Nothing while nobody can sign up. */
export function InviteToSignUp({ offered }: { readonly offered: boolean }) {
  const invite = useChange(inviteToSignUp);
  const [mail, setMail] = useState('');
  const [language, setLanguage] = useState<Language>('en');
  if (!offered) return null;
  const send = () => {
    const sent = ({ to }: { readonly to: string }) => {
      setMail('');
      told(say.invited(to));
    };
    invite.mutate({ mail, language }, { onSuccess: sent, onError: toldTrouble });
  };
  return (
    <Section title={say.invite} says={say.inviteSays}>
      <form
        className={classes.narrow}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Group align="end" gap="sm">
          <TextInput label={say.inviteMail} value={mail} onChange={(event) => setMail(event.currentTarget.value)} />
          <Select
            label={say.inviteLanguage}
            allowDeselect={false}
            data={mailLanguages.map((value) => ({ value, label: mailWords.server.languages[value] }))}
            value={language}
            onChange={(chosen) => setLanguage(mailLanguages.find((one) => one === chosen) ?? 'en')}
          />
          <DoButton type="submit" variant="default" needs={inviteToSignUp.needs} loading={invite.isPending}>
            {say.inviteVerb}
          </DoButton>
        </Group>
      </form>
    </Section>
  );
}
