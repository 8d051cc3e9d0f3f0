// Users and Roles › Add › Add New User: domain, kind, user name, password; then roles; Finish as soon as it is possible.
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { listAttributes } from '#attributes/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { addUser, changeRolesOfUser, type Kind, kinds } from '#users/contract.ts';
import { judgeNewPassword } from '#users/password-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { UnsavedContext } from '../../shared/call/unsaved.tsx';
import { givenBy, isAskedOf } from '../../shared/form/attributes.ts';
import { DoneDialog } from '../../shared/form/dialog.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { useJudgement } from '../../shared/form/judgement.ts';
import { type PasswordChoice, passwordFaults } from '../../shared/form/password-fields.tsx';
import { picksGiven, picksReady, type RolePick, RolePicker } from '../../shared/form/pickers.tsx';
import { scopeOf } from '../../shared/form/scope-draft.ts';
import { type Address, useAddress } from '../../shared/frame/address.ts';
import { Page } from '../../shared/frame/page.tsx';
import { useStillHere } from '../../shared/frame/still-here.ts';
import { Banner, Secret } from '../../shared/show/bits.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { GivingSays } from '../../shared/show/scope-text.tsx';
import { told } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { mail } from '../../shared/strings/mail.ts';
import { show } from '../../shared/strings/show.ts';
import { users } from '../../shared/strings/users.ts';
import { Summary } from '../../shared/wizard/summary.tsx';
import { Wizard } from '../../shared/wizard/wizard.tsx';
import { ActorName } from '../journal/actor-name.tsx';
import { AccountStep, type NewUser, newUserFaults } from './account-step.tsx';

const say = users.wizard;
// Texts by the names of fields, and the kind beside them.
const blank = { domain: 'PRIMARY', kind: 'person', userName: '', owner: '', shownName: '', mail: '' } as NewUser;
const noPassword: PasswordChoice = { how: 'typed', password: '', repeat: '' };

/** The kind and the owner may stand in the address: a person's page leads here to add what he answers for. */
function startOf({ kind, owner = '' }: Address): { readonly values: NewUser; readonly choice: PasswordChoice } {
  const asked = kinds.find((each) => each === kind) ?? blank.kind;
  if (asked === 'person') return { values: blank, choice: noPassword };
  return { values: { ...blank, kind: asked, owner } as NewUser, choice: { ...noPassword, how: 'none' } };
}

type Made = { readonly id: string; readonly name: string; readonly domain: string; readonly secret: string };

function passwordSays(kind: Kind, choice: PasswordChoice, mustChange: boolean): string {
  if (choice.how === 'none') return say.none;
  if (choice.how === 'invited') return mail.invitation.summary;
  const how = choice.how === 'generated' ? say.generated : choice.password ? say.typed : '';
  return how && kind === 'person' && mustChange ? `${how}, ${say.mustChange}` : how;
}

function passwordGiven({ how, password }: PasswordChoice) {
  if (how === 'invited') return { invite: true };
  if (how === 'generated') return { generatePassword: true };
  return how === 'typed' ? { password } : {};
}

/** What his password may not hold, and where he is to live. */
const ownOf = ({ domain, userName, mail: address = '', shownName = '' }: NewUser) => ({ domain, userName, mail: address, shownName });

export function AddUserScreen() {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const stores = useAsk(listStores, {});
  const add = useChange(addUser);
  const undo = useUndo();
  const giving = useMay(changeRolesOfUser.needs);
  const schema = useAsk(listAttributes, {});
  const attributes = (schema.data?.items ?? []).filter((each) => each.see !== 'nobody');
  const { address } = useAddress();
  const start = startOf(address);
  const fields = useFields<NewUser>(start.values, (values) => newUserFaults(attributes, values));
  const [choice, setChoice] = useState(start.choice);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [mustChange, setMustChange] = useState(true);
  const [roles, setRoles] = useState<readonly RolePick[]>([]);
  const [made, setMade] = useState<Made | null>(null);
  const { values } = fields;
  const judged = useJudgement(judgeNewPassword, { password: choice.password, ...ownOf(values) }, choice.how === 'typed');
  const { ready: passwordReady } = passwordFaults(choice, judged);
  const leaveAll = () => {
    fields.leaveAll();
    setLeft(new Set(['password', 'repeat']));
  };
  const open = (id: string) => {
    unsaved.forget();
    return go({ to: '/users/$id', params: { id } });
  };
  const restart = () => {
    fields.begin(blank);
    setChoice(noPassword);
    setRoles([]);
    setLeft(new Set());
    setMade(null);
    void go({ to: '.', search: {} });
  };
  const stillHere = useStillHere();
  const finish = async () => {
    const isHere = stillHere();
    const { kind, domain, userName, owner } = values;
    const asked = attributes.filter((each) => isAskedOf(each, kind));
    const isInvited = choice.how === 'invited';
    const extra = { ...givenBy(asked, {}, values), ...(kind === 'person' ? (isInvited ? {} : { mustChangePassword: mustChange }) : owner ? { owner } : {}) };
    const user = await add.mutateAsync({ kind, domain, userName, ...extra, ...passwordGiven(choice), roles: picksGiven(roles) });
    const secret = user.temporaryPassword;
    if (secret && isHere()) return () => setMade({ id: user.id, name: user.userName, domain, secret });
    told(users.done.added(user.userName), secret ? { secret } : domain === 'PRIMARY' ? undo(user) : {});
    return () => open(user.id);
  };
  const refuse = (thrown: unknown) => {
    fields.refuse(thrown);
    return 'user';
  };
  const account = (
    <AccountStep
      fields={fields}
      attributes={attributes}
      stores={stores.data?.items ?? []}
      choice={choice}
      judged={judged}
      onChoice={setChoice}
      left={left}
      onLeave={(field) => setLeft((before) => new Set([...before, field]))}
      mustChange={mustChange}
      onMustChange={setMustChange}
    />
  );
  const steps = [
    {
      id: 'user',
      title: say.account,
      body: account,
      ready: fields.valid && passwordReady && (choice.how !== 'invited' || values.mail !== ''),
      onRefused: leaveAll,
    },
    {
      id: 'roles',
      title: say.rolesStep,
      body: (
        <>
          <p>{say.rolesSays}</p>
          {giving.may ? <RolePicker chosen={roles} onChange={setRoles} /> : <Banner>{giving.because}</Banner>}
        </>
      ),
      ready: picksReady(roles),
    },
  ];
  const begun = fields.typed || choice.password !== '' || roles.length > 0;
  const lines = [
    [say.kind, (begun || values.kind !== 'person') && show.kind[values.kind]],
    [say.domain, begun && values.domain],
    [say.userName, values.userName && <strong>{values.userName}</strong>],
    [users.page.owner, values.kind !== 'person' && values.owner && <ActorName id={values.owner} at={0} />],
    [say.shownName, values.shownName],
    [say.mail, values.mail],
    [say.password, passwordSays(values.kind, choice, mustChange)],
    [
      say.rolesStep,
      roles.length > 0 &&
        roles.map((pick) => (
          <div key={pick.id}>
            {pick.name}
            <GivingSays term={pick.giving.term} scope={scopeOf(pick.giving.scope)} />
          </div>
        )),
    ],
  ] as const;
  return (
    <Page title={say.title} crumbs={[{ says: nav.usersAndRoles }, { says: nav.add, to: '/add' }]}>
      <Wizard
        steps={steps}
        summary={<Summary lines={lines} empty={say.empty} />}
        typed={begun && !made}
        finishSays={say.finish}
        needs={addUser.needs}
        onFinish={finish}
        onRefused={refuse}
        onCancel={() => void go({ to: '/users' })}
      />
      {made && (
        <DoneDialog
          title={say.doneTitle(made.name)}
          onClose={() => void open(made.id)}
          more={
            <Button variant="default" onClick={restart}>
              {say.again}
            </Button>
          }
        >
          <span>{made.domain === 'PRIMARY' ? say.doneSays : say.doneThere}</span>
          <Secret secret={made.secret} />
        </DoneDialog>
      )}
    </Page>
  );
}
