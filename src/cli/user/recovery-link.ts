// `reeve user recovery-link`: a link, or a code to say, by which somebody sets another password himself.
import { makeRecoveryLink } from '#users/mail-contract.ts';
import { command } from '../arguments.ts';
import { withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText } from '../moments.ts';
import { userIdOf } from '../names.ts';

export const recoveryLink = command({
  name: 'user recovery-link',
  summary:
    'Make a link, and a code to tell instead, by which a person sets another password himself; it works once, in the first browser that goes on with it.',
  usage: 'USER',
  flags: { mail: { type: 'boolean', summary: 'Send the link to his address, instead of showing both here once.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const id = await userIdOf(caller, context.operands[0] ?? '');
      const made = await caller.call(makeRecoveryLink, { id, by: context.flags.mail ? 'mail' : 'hand' });
      const { link, code, codeAt, to } = made;
      const where = link === undefined ? { 'sent to': to } : { link, 'or the code': code ?? '', 'typed at': codeAt ?? '' };
      context.output.record({ user: context.operands[0] ?? '', ...where, 'valid until': momentText(made.endsAt) }, made);
      return exitCodes.done;
    }),
});
