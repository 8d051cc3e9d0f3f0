// The data folder: there, ours, closed to others, with space on its disk; and whether a server runs in it.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#config.ts';
import { lockDataFolder, StartFault } from '#start-faults.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const forOthers = 0o077;
const secretFiles = /^(reeve\.db(-wal|-shm)?|master-key|tls-key\.pem|tls-authority-key\.pem|setup-link|server\.lock)$/;
const mebibyte = 1024 * 1024;
const freeMebibytesWarn = 1_024;
const freeMebibytesFail = 100;

export async function checkFiles({ data }: Config): Promise<readonly Finding[]> {
  if (!existsSync(data)) return [fail('data folder', `${data} is not there`, 'Start the server once (reeve serve), or name another folder with REEVE_DATA.')];
  return [folder(data), ...closed(data), await space(data), running(data)];
}

function folder(data: string): Finding {
  try {
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return fail('data folder', `${data} cannot be written by this user`, 'Run the command as the user that the server runs as.');
  }
  const open = statSync(data).mode & forOthers;
  return open === 0 ? ok('data folder', data) : warn('data folder', `${data} is open to other users of this machine`, `chmod 700 ${data}`);
}

function closed(data: string): readonly Finding[] {
  const open = readdirSync(data).filter((name) => secretFiles.test(name) && (statSync(join(data, name)).mode & forOthers) !== 0);
  // Inside a folder that is closed itself, the rights of a database file do no harm.
  const harms = (statSync(data).mode & forOthers) !== 0 ? open : open.filter((name) => /\.pem$|key$/.test(name));
  return harms.length === 0
    ? [ok('file rights', 'keys and database are closed to others')]
    : harms.map((name) => fail('file rights', `${name} can be read by others`, `chmod 600 ${join(data, name)}`));
}

async function space(data: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(data);
  const free = Math.floor((bavail * bsize) / mebibyte);
  const says = `${free.toLocaleString('en')} MiB free`;
  if (free < freeMebibytesFail) return fail('disk', says, 'Make space: without it nothing can be changed.');
  return free < freeMebibytesWarn ? warn('disk', says, 'Make space soon.') : ok('disk', says);
}

function running(data: string): Finding {
  try {
    lockDataFolder({ data }).release();
    return ok('server', 'none runs in this data folder');
  } catch (fault) {
    if (fault instanceof StartFault && fault.code === 'data-in-use') return ok('server', 'one runs in this data folder');
    throw fault;
  }
}
