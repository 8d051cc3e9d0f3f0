// `reeve user password`: an administrator's temporary password for somebody (a person changes his own on his account page).
import { resetPassword } from '#users/contract.ts';
import { command, UsageFault } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText } from '../moments.ts';
import { userIdOf } from '../names.ts';
import { readSecret } from '../secret-input.ts';

export const password = command({
  name: 'user password',
  summary: 'Give a user a temporary password; his sessions end.',
  usage: 'USER',
  flags: {
    generate: { type: 'boolean', summary: 'Make one and show it once.' },
    passwordFile: { type: 'string', value: 'FILE', summary: 'Take the first line of this file; "-" is standard input.' },
    keep: { type: 'boolean', summary: 'He need not change it at his next sign-in, and it does not end.' },
  },
  run: (context) => {
    const { flags, output, operands } = context;
    if (flags.generate && flags.passwordFile !== undefined) throw new UsageFault('Either --generate or --password-file.');
    return withCaller(context, async (caller) => {
      const id = await userIdOf(caller, operands[0] ?? '');
      const typed = flags.generate
        ? undefined
        : await readSecret(output, { label: 'New password', file: flags.passwordFile, twice: true, flag: 'password-file' });
      const done = await caller.call(resetPassword, { id, ...given({ password: typed, mustChange: flags.keep ? false : undefined }) });
      output.record(
        {
          user: operands[0] ?? '',
          ...(done.temporaryPassword === undefined ? {} : { 'temporary password': done.temporaryPassword }),
          ends: momentText(done.endsAt, 'never'),
          ended: `${done.ended.sessions} sessions, ${done.ended.tokens} tokens`,
        },
        done,
      );
      return exitCodes.done;
    });
  },
});
