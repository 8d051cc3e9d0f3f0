// Passwords and passphrases: typed without echo, from a file, or from standard input; never from a flag, since flags stand in the list of processes.
// Used by the commands. Does not know what the secret is for.
import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { UsageFault } from './arguments.ts';
import type { Output } from './output.ts';

export type SecretAsked = { readonly label: string; readonly file: string | undefined; readonly twice: boolean; readonly flag: string };
const secretBytesMax = 4_096;

/** The first line of the file or of standard input; on a terminal it is asked for. */
export async function readSecret(output: Output, { label, file, twice, flag }: SecretAsked): Promise<string> {
  if (file !== undefined && file !== '-') return firstLine(fileText(file, flag));
  if (process.stdin.isTTY !== true || file === '-') return firstLine(await readAll(process.stdin));
  const first = await typed(output, `${label}: `);
  if (twice && (await typed(output, 'Again: ')) !== first) throw new UsageFault('The two do not agree. Nothing was changed.');
  return first;
}

function firstLine(text: string): string {
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (line === '') throw new UsageFault('Nothing was given. Type it, or give a file whose first line it is.');
  if (line.length > secretBytesMax) throw new UsageFault('The first line is too long for a password.');
  return line;
}

function fileText(path: string, flag: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageFault(`--${flag}: ${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`);
  }
}

const enter = /[\r\n]/;
const interrupt = '\u0003';
const endOfInput = '\u0004';

/** Raw mode: the terminal hands each key over without showing it. */
function typed(output: Output, prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (settle: () => void) => {
      stdin.off('data', read);
      stdin.setRawMode(false);
      stdin.pause();
      output.note('');
      settle();
    };
    const read = (keys: string) => {
      for (const key of keys) {
        if (key === interrupt || key === endOfInput) return end(() => reject(new UsageFault('Stopped. Nothing was changed.')));
        if (enter.test(key)) return end(() => (text === '' ? reject(new UsageFault('Nothing was typed. Nothing was changed.')) : resolve(text)));
        text = key === '\u007f' || key === '\b' ? [...text].slice(0, -1).join('') : text + key;
      }
    };
    stdin.on('data', read);
    stdin.resume();
  });
}
