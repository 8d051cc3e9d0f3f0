// The step of the flow in which somebody chooses a password of his own, in place of one that somebody else knows, or that has ended.
// Called by edges/sign-in. Does not know pages.
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { type From, goOn, provedBy, refuseUnshown, type SignedIn, type Waiting } from './flow.ts';
import { removeFlowsOf, takeFlow } from './flow-queries.ts';
import { changePassword } from './own-password.ts';
import { proveCurrent } from './prove-current.ts';
import { type CredentialRow, readCredential } from './queries.ts';

/** What his store keeps is judged there, beside the password it takes the place of; so that is shown once more, and kept nowhere meanwhile. */
export const asksCurrent = ({ store_kind }: Pick<CredentialRow, 'store_kind'>): boolean => store_kind !== 'primary';

export type OwnChoice = { readonly flow: string | undefined /** Where `asksCurrent`. */; readonly current?: string; readonly password: string };

/** Then what is still missing, or a session. */
export async function chooseOwnPassword(world: World, { flow, current = '', password }: OwnChoice, from: From): Promise<SignedIn | Waiting> {
  const proved = await provedBy(world, flow, 'own-password');
  await refuseUnshown(world, proved, from);
  const { user, flowId, to, factor, linkedNo } = proved;
  if (asksCurrent(user)) await proveCurrent(world, user, { current, network: from.network, door: 'sign-in', known: false });
  await refuseSame(world, user, { current, password });
  await changePassword(world, {
    user,
    current,
    password,
    session: '',
    right: 'self',
    door: 'sign-in',
    async admit(tx) {
      if (!(await takeFlow(tx, flowId))) throw new Refusal('auth.required');
      await removeFlowsOf(tx, user.no);
    },
  });
  return goOn(world, { user: await changedUser(world, user), from, to, factor, mustChoose: false, linkedNo });
}

/** As he is after his own change, and after nobody else's: his epoch is one further. */
async function changedUser(world: World, { no, revocation_epoch: epoch }: CredentialRow): Promise<CredentialRow> {
  const user = await readCredential(world.db.read, no);
  if (user?.revocation_epoch !== epoch + 1) throw new Refusal('auth.required');
  return user;
}

/** The password somebody else knows, or that has ended, is not his own. */
async function refuseSame({ hashing }: World, user: CredentialRow, { current, password }: Omit<Required<OwnChoice>, 'flow'>) {
  const isSame = asksCurrent(user) ? current === password : await hashing.verify(user.password_hash ?? '', password);
  if (!isSame) return;
  throw new Refusal('password.rejected', { says: say(asksCurrent(user) ? 'password.ended' : 'password.given') }, [{ field: 'password' }]);
}
