// Which rule forbids what on one user, role or group, asked before anything is drawn as allowed. Which permission is missing, rights.ts knows at once.
import { useQueries } from '@tanstack/react-query';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { refusals } from '#permissions/contract.ts';
import { frame } from '../strings/frame.ts';
import { asking, useAsk, useCall } from './ask.ts';
import { isMissing } from './problem.ts';

type Refused = OutputOf<typeof refusals>['items'][number];
type Kind = InputOf<typeof refusals>['kind'];

const say = frame.rules;
const rulesStaleMs = 5_000;

/** In the reader's language; what this page does not know, in the server's words. */
function ruleSays({ code, says, permission = '' }: Refused, kind: Kind): string {
  if (code === 'self.refused') return frame.yourself;
  if (code === 'target.holds-more') return say.holdsMore[kind](permission);
  if (code === 'admin.last') return say.lastAdministrator;
  return code.endsWith('.missing') ? say.outside : says;
}

type Rule = (operation: AnyOperation) => string | undefined;
type Asked = { readonly data: OutputOf<typeof refusals> | undefined; readonly error: unknown };

/** A missing permission is no rule: whoever draws the button says that. */
const ruleOf =
  (kind: Kind, { data, error }: Asked): Rule =>
  ({ name }) => {
    // Of what lies outside his scope it does not exist.
    if (isMissing(error)) return say.outside;
    const found = data?.items.find(({ operation, code }) => operation === name && code !== 'permission.denied');
    return found && ruleSays(found, kind);
  };

/** The rule that forbids an operation on this one; undefined = none is known. */
export function useRefusals(kind: Kind, id: string): Rule {
  const { data, error, isPlaceholderData } = useAsk(refusals, { kind, id });
  return ruleOf(kind, { data: isPlaceholderData ? undefined : data, error });
}

/** The same for a few at once. */
export function useRulesOf(kind: Kind, ids: readonly string[]): (id: string) => Rule {
  const call = useCall();
  const asked = useQueries({ queries: ids.map((id) => ({ ...asking(call, refusals, { kind, id }), staleTime: rulesStaleMs })) });
  return (id) => ruleOf(kind, asked[ids.indexOf(id)] ?? { data: undefined, error: null });
}
