// `/users/views/<id>`: the link of a view. It leads to the list as the view keeps it now.
import { Navigate, useParams } from '@tanstack/react-router';
import { showView } from '#views/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Problem } from '../../shared/call/problem.ts';
import { Failed, Note, Waiting } from '../../shared/frame/states.tsx';
import { userTable } from '../../shared/strings/user-table.ts';
import { addressOfView } from './views.ts';

export function OpenViewScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const asked = useAsk(showView, { id: params.id ?? '' });
  // Also an id that is none: nothing is there.
  if (asked.error instanceof Problem && [400, 404].includes(asked.error.status)) return <Note title={userTable.views.missing} />;
  if (asked.error) return <Failed thrown={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data || asked.data.id !== params.id) return <Waiting />;
  return <Navigate to="/users" search={addressOfView(asked.data)} replace />;
}
