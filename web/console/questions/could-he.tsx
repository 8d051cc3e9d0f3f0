// Could he? One user, one permission, and on whom if that matters: yes and through what, or no and what is missing.
import { showUser } from '#users/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { UserField } from '../../shared/form/user-field.tsx';
import { useAddress } from '../../shared/frame/address.ts';
import { Dim } from '../../shared/show/bits.tsx';
import { questions as say } from '../../shared/strings/access.ts';
import { answers } from '../../shared/strings/answers.ts';
import classes from '../console.module.css';
import { Answer } from './answer.tsx';
import { PermissionField } from './permission-field.tsx';

export function CouldHe() {
  const { address, change } = useAddress();
  const { user = '', permission = '', on = '' } = address;
  const named = useAsk(showUser, { id: user }, { enabled: user !== '' });
  const name = named.data?.shownName || named.data?.userName || '';
  return (
    <>
      <div className={classes.ask}>
        <UserField className={classes.askField ?? ''} label={say.user} value={user} onChange={(id) => change({ user: id })} />
        <PermissionField value={permission} onChange={(path) => change({ permission: path })} />
        <UserField className={classes.askField ?? ''} label={answers.on} value={on} onChange={(id) => change({ on: id })} />
      </div>
      {user && permission ? <Answer user={user} name={name} permission={permission} on={on} /> : <Dim>{say.chooseBoth}</Dim>}
    </>
  );
}
