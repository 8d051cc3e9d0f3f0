// Mails: the server they go through, what links in them may do, what waits and what became of it, and what they say.
import { showMail } from '#mail/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { mail as say } from '../../shared/strings/mail.ts';
import { LinkSettings } from './link-settings.tsx';
import { Outbox } from './outbox.tsx';
import { ServerSettings } from './server-settings.tsx';
import { TestMail } from './test-mail.tsx';
import { MailTexts } from './texts.tsx';

export function MailScreen() {
  const { may, because } = useMay(showMail.needs);
  const asked = useAsk(showMail, {}, { enabled: may });
  return (
    <Page title={say.nav}>
      {!may && <Banner>{because}</Banner>}
      {may && !asked.data && (asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />)}
      {asked.data && (
        <>
          <Banner tone={asked.data.ready ? 'good' : 'warn'}>{say.server.lacks[asked.data.lacks]}</Banner>
          <ServerSettings known={asked.data} />
          <TestMail />
          <LinkSettings />
          <Outbox />
          <MailTexts />
        </>
      )}
    </Page>
  );
}
