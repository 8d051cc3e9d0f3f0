// `reeve restore`: a backup into a Reeve that nobody has used.
// Loaded by src/cli/commands.ts. How it is done, src/backup/ knows.
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { actorId } from '#actor.ts';
import { lockDataFolder, prepareDataFolder } from '#start-faults.ts';
import { uuidMaker } from '#uuid.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { hostActor } from './call.ts';
import { CommandFault, exitCodes } from './exit-codes.ts';
import { momentText } from './moments.ts';
import { readSecret } from './secret-input.ts';

export const command: Command = declare({
  name: 'restore',
  summary: 'Bring a backup into an empty Reeve; every session and token ends.',
  usage: 'FILE',
  flags: { passphraseFile: { type: 'string', value: 'FILE', summary: 'Take the first line of this file as the passphrase; "-" is standard input.' } },
  more: 'Restores only into a data folder (or PostgreSQL database) that holds no Reeve yet, while no server runs in it. What fails leaves everything as it was.',
  run: async ({ output, flags, operands, remote, config: read }) => {
    if (remote) throw new UsageFault('A backup is restored on the host itself, not with --url.');
    const [{ restoreBackup }, { BackupFault }] = await Promise.all([import('#backup/restore.ts'), import('#backup/backup.ts')]);
    const config = read();
    const from = operands[0] ?? '';
    const passphrase = await readSecret(output, { label: 'Passphrase', file: flags.passphraseFile, twice: false, flag: 'passphrase-file' });
    prepareDataFolder(config);
    const lock = lockDataFolder(config);
    const clock = Date.now;
    const progress = output.progress('Restoring (bytes)', sizeOf(from));
    const restoring = { from, passphrase, now: clock(), actorId: actorId(hostActor()), newId: uuidMaker(clock, randomBytes), progress: progress.at };
    try {
      const restored = await restoreBackup(config, restoring).finally(progress.end);
      output.record(
        { 'backup of': momentText(restored.head.at), rows: restored.rows, 'journal up to': restored.entries, sessions: 'all ended', tokens: 'all ended' },
        restored,
      );
      return exitCodes.done;
    } catch (fault) {
      throw fault instanceof BackupFault ? new CommandFault(exitCodes.backup, fault.message) : fault;
    } finally {
      lock.release();
    }
  },
});

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
