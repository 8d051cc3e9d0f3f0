// `reeve backup`: one sealed file with everything, made while the server runs.
// Loaded by src/cli/commands.ts. How it is made, src/backup/ knows.
import { basename, resolve } from 'node:path';
import { actorId } from '#actor.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { hostActor, openReeveHere } from './call.ts';
import { CommandFault, exitCodes } from './exit-codes.ts';
import { momentText } from './moments.ts';
import { readSecret } from './secret-input.ts';

export const command: Command = declare({
  name: 'backup',
  summary: 'Save everything in one file sealed with a passphrase, while the server runs.',
  usage: 'FILE',
  flags: { passphraseFile: { type: 'string', value: 'FILE', summary: 'Take the first line of this file as the passphrase; "-" is standard input.' } },
  more: 'The file restores into SQLite and PostgreSQL alike: reeve restore FILE. Without the passphrase nobody can open it, nor can we. Keep the two apart.',
  run: async (context) => {
    const { output, flags, operands, remote } = context;
    if (remote) throw new UsageFault('A backup is made on the host itself, not with --url.');
    const [{ backUp }, { BackupFault }, { change }] = await Promise.all([
      import('#backup/back-up.ts'),
      import('#backup/backup.ts'),
      import('#journal/change.ts'),
    ]);
    const passphrase = await readSecret(output, { label: 'Passphrase', file: flags.passphraseFile, twice: true, flag: 'passphrase-file' });
    const to = resolve(operands[0] ?? '');
    const world = await openReeveHere(context);
    const progress = output.progress('Saving', 0);
    try {
      const made = await backUp(world.config, { passphrase, to, now: world.now(), progress: progress.at }).finally(progress.end);
      const header = { actorKind: 'host', actorId: actorId(hostActor()), right: 'host', door: 'cli', operation: 'backup.make', reason: '' };
      const { head, rows } = made;
      await change(world.db, world.now(), header, async (open) => {
        open.record({
          kind: 'backup',
          id: world.newId(),
          name: basename(to),
          before: null,
          after: { madeAt: head.at, schema: head.schema, entries: head.journal.number, rows },
        });
      });
      output.record(
        { file: to, made: momentText(head.at), rows, bytes: made.bytes, 'journal up to': head.journal.number, head: head.journal.hash },
        { file: to, ...made },
      );
      return exitCodes.done;
    } catch (fault) {
      throw fault instanceof BackupFault ? new CommandFault(exitCodes.backup, fault.message) : fault;
    } finally {
      await world.db.close();
    }
  },
});
