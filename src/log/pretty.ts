// Log lines for people: time, level, message, then the fields as name=value.
// Used by src/log.ts. It does not know what is secret: that is gone before a line comes here.
import type { DestinationStream } from 'pino';

const colourOf: Readonly<Record<string, number>> = { fatal: 31, error: 31, warn: 33, info: 32, debug: 36, trace: 2 };

/** A stream that takes pino's JSON lines and writes readable ones. */
export function prettyLines(sink: DestinationStream, colours: boolean): DestinationStream {
  return { write: (line) => sink.write(prettyLine(line, colours)) };
}

export function prettyLine(line: string, colours: boolean): string {
  const fields: unknown = JSON.parse(line);
  if (typeof fields !== 'object' || fields === null) return line;
  const { time, level, msg, err, error, ...rest } = { time: '', level: '', msg: '', err: null, error: null, ...fields };
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const head = `${paint(2, String(time).slice(11, 19))} ${paint(colourOf[level] ?? 0, String(level).padEnd(5))} ${printable(String(msg))}`;
  const tail = Object.entries(rest).map(([name, value]) => ` ${paint(2, `${printable(name)}=`)}${valueText(value)}`);
  return `${head}${tail.join('')}\n${stackText(err ?? error)}`;
}

function valueText(value: unknown): string {
  return typeof value === 'string' && /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(value) ? value : printable(JSON.stringify(value) ?? '');
}

function stackText(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const text = 'stack' in error && typeof error.stack === 'string' ? error.stack : 'message' in error ? String(error.message) : '';
  const cause = 'cause' in error ? stackText(error.cause) : '';
  return `${text
    .split('\n')
    .map((line) => `  ${printable(line)}\n`)
    .join('')}${cause}`;
}

/** What came from a stranger must not move the cursor. */
const printable = (text: string): string => text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
