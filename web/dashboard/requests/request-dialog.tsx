// One request: what is asked, what deciding it comes to, and the decision with its words. Why the reader may not decide it stands on the disabled action.
import { Textarea } from '@mantine/core';
import { IconCheck, IconEye, IconUser, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { approveRequest, type Request, refuseRequest, wordsMax } from '#requests/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { MomentField } from '../../shared/form/dates.tsx';
import { Dialog, DoneDialog } from '../../shared/form/dialog.tsx';
import { Facts } from '../../shared/show/bits.tsx';
import { DoItem } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { form } from '../../shared/strings/form.ts';
import { requests as say } from '../../shared/strings/requests.ts';

export type OpenedRequest = { readonly act: 'look' | 'approve' | 'refuse'; readonly request: Request };
type OnOpen = (opened: OpenedRequest) => void;

const small = 15;

export const whatOf = ({ kind, role }: Request): string => (kind === 'role' ? say.what.role(role) : say.what[kind]);
/** Of a decision that is closed, no reason is given: there is nothing to decide. */
const refusedFor = (may: boolean, { because, state }: Request) => (may ? undefined : because || say.states[state]);

export function RequestActions({ request, onOpen }: { readonly request: Request; readonly onOpen: OnOpen }) {
  const open = (act: OpenedRequest['act']) => () => onOpen({ act, request });
  return (
    <>
      <DoItem needs={approveRequest.needs} reads leftSection={<IconEye size={small} />} onClick={open('look')}>
        {say.look}
      </DoItem>
      <DoItem needs={approveRequest.needs} refused={refusedFor(request.mayApprove, request)} leftSection={<IconCheck size={small} />} onClick={open('approve')}>
        {say.approve}…
      </DoItem>
      <DoItem needs={refuseRequest.needs} refused={refusedFor(request.mayRefuse, request)} leftSection={<IconX size={small} />} onClick={open('refuse')}>
        {say.refuse}…
      </DoItem>
      <DoItem
        needs={approveRequest.needs}
        reads
        leftSection={<IconUser size={small} />}
        onClick={() => window.location.assign(`/carbon/users/${request.asker.id}`)}
      >
        {say.user}
      </DoItem>
    </>
  );
}

function Asked({ request }: { readonly request: Request }) {
  const { asker, words, until, askedAt, terms, state, says, decidedAt } = request;
  const rows = [
    [say.heads.who, asker.mail ? `${asker.shownName} · ${asker.mail}` : asker.shownName] as const,
    [say.heads.what, whatOf(request)] as const,
    ...(words ? [[say.heads.words, words] as const] : []),
    ...(until > 0 ? [[say.ends, <When key="until" at={until} />] as const] : []),
    ...(terms ? [[say.terms, terms] as const] : []),
    [say.heads.asked, <When key="asked" at={askedAt} />] as const,
    ...(decidedAt > 0 ? [[say.heads.state, say.stateSays(say.states[state], request.decidedBy)] as const] : []),
    ...(says ? [[say.reason, says] as const] : []),
  ];
  return <Facts rows={rows} />;
}

type Props = { readonly request: Request; readonly onClose: () => void };

function Approve({ request, onClose }: Props) {
  const approve = useChange(approveRequest);
  const undo = useUndo();
  const [until, setUntil] = useState(request.until);
  const [reason, setReason] = useState('');
  const isRole = request.kind === 'role';
  const act = async () => {
    const done = await approve.mutateAsync({ id: request.id, ...(isRole ? { until } : {}), ...(reason ? { reason } : {}) });
    told(say.approved(request.asker.name), request.kind === 'account' ? {} : undo(done));
    onClose();
  };
  return (
    <Dialog title={say.approveTitle(request.asker.name)} verb={say.approve} typed={reason !== ''} onDo={act} onClose={onClose}>
      <Asked request={request} />
      <span>{say.comes[request.kind]}</span>
      {isRole && <MomentField label={say.ends} description={say.endsSays} value={until} onChange={setUntil} />}
      <Reason reason={reason} onChange={setReason} />
    </Dialog>
  );
}

function Refuse({ request, onClose }: Props) {
  const refuse = useChange(refuseRequest);
  const [reason, setReason] = useState('');
  const act = async () => {
    await refuse.mutateAsync({ id: request.id, ...(reason ? { reason } : {}) });
    told(say.refused(request.asker.name));
    onClose();
  };
  return (
    <Dialog title={say.refuseTitle(request.asker.name)} verb={say.refuse} danger typed={reason !== ''} onDo={act} onClose={onClose}>
      <Asked request={request} />
      <span>{say.comesRefused[request.kind]}</span>
      <Reason reason={reason} onChange={setReason} />
    </Dialog>
  );
}

export const Reason = ({ reason, onChange }: { readonly reason: string; readonly onChange: (typed: string) => void }) => (
  <Textarea
    label={`${say.reason} (${form.optional})`}
    description={say.reasonSays}
    autosize
    minRows={2}
    maxLength={wordsMax}
    value={reason}
    // One line: it stands in a mail.
    onChange={(event) => onChange(event.currentTarget.value.replace(/\n/g, ' '))}
  />
);

export function RequestDialog({ opened: { act, request }, onClose }: { readonly opened: OpenedRequest; readonly onClose: () => void }) {
  if (act === 'approve') return <Approve request={request} onClose={onClose} />;
  if (act === 'refuse') return <Refuse request={request} onClose={onClose} />;
  return (
    <DoneDialog title={say.lookTitle(request.asker.name)} onClose={onClose}>
      <Asked request={request} />
      {request.because && <span>{request.because}</span>}
    </DoneDialog>
  );
}
