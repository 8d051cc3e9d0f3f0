// Which rule forbids what on one user, role or group, asked before anything is drawn as allowed. Which permission is missing, rights.ts knows at once.
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { refusals } from '#permissions/contract.ts';
import { frame } from '../strings/frame.ts';
import { useAsk } from './ask.ts';
import { isMissing } from './problem.ts';

type Refused = OutputOf<typeof refusals>['items'][number];
type Kind = InputOf<typeof refusals>['kind'];

const say = frame.rules;

/** In the reader's language; what this page does not know, in the server's words. */
function ruleSays({ code, says, permission = '' }: Refused, kind: Kind): string {
  if (code === 'self.refused') return frame.yourself;
  if (code === 'target.holds-more') return say.holdsMore[kind](permission);
  if (code === 'admin.last') return say.lastAdministrator;
  return code.endsWith('.missing') ? say.outside : says;
}

/** The rule that forbids an operation on this one; undefined = none is known. A missing permission is none: whoever draws the button says that. */
export function useRefusals(kind: Kind, id: string): (operation: AnyOperation) => string | undefined {
  const { data, error, isPlaceholderData } = useAsk(refusals, { kind, id });
  // Of what lies outside his scope it does not exist.
  const unseen = isMissing(error);
  return ({ name }) => {
    if (unseen) return say.outside;
    const found = isPlaceholderData ? undefined : data?.items.find(({ operation, code }) => operation === name && code !== 'permission.denied');
    return found && ruleSays(found, kind);
  };
}
