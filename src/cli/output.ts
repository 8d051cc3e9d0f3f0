// What a command says: tables, records and lines for people, JSON for programs, a progress bar on a terminal.
// Commands in src/cli/ use it through their context. It does not know what it prints.
// Texts may come from strangers (user names…), so control characters never reach the terminal.
import { clip, pad, plain, width } from './columns.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** One column of a table. `shrink`: this one gives way when the terminal is too narrow. */
export type Column<Row> = {
  readonly title: string;
  value(row: Row): string | number;
  readonly align?: 'right';
  readonly shrink?: boolean;
};

export type Progress = {
  /** `done` of the total so far; call it as often as you like, it draws ten times a second at most. */
  at(done: number): void;
  /** Removes the bar. */
  end(): void;
};

export type Output = {
  readonly json: boolean;
  /** True when a person reads standard output. */
  readonly terminal: boolean;
  /** One line for people; silent with `--json`. */
  line(text?: string): void;
  /** One line on standard error, for people, whatever the format. */
  note(text: string): void;
  /** Coloured on a terminal, else as it is. */
  paint(style: Style, text: string): string;
  /** Rows as a table, or as a JSON array of the rows themselves. Streams: only the first 500 rows fix the widths. */
  table<Row>(columns: readonly Column<Row>[], rows: Iterable<Row> | AsyncIterable<Row>): Promise<void>;
  /** One thing, name by name, or the JSON of `json` (by default of the fields). */
  record(fields: Readonly<Record<string, string | number>>, json?: unknown): void;
  /** A bar on a terminal, nothing elsewhere. `total` 0 = unknown. */
  progress(label: string, total: number): Progress;
};

/** The parts of a stream that output needs; process.stdout and process.stderr fit. */
export type Sink = { write(text: string): unknown; readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
export type OutputOptions = {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly json: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds, for the pace of the progress bar. */
  now(): number;
};

const sgr = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const satisfies Record<Style, number>;
const measuredRowsMax = 500;
const widthWithoutTerminal = 160;
const drawMillisecondsMin = 100;

export function openOutput(options: OutputOptions): Output {
  const { stdout, stderr, json } = options;
  const terminal = stdout.isTTY === true;
  const paint = painter(terminal && !json, options.env);
  return {
    json,
    terminal,
    line: (text = '') => {
      if (!json) stdout.write(`${shown(text, terminal)}\n`);
    },
    note: (text) => void stderr.write(`${shown(text, stderr.isTTY === true)}\n`),
    paint,
    table: (columns, rows) => (json ? jsonArray(stdout, rows) : table(stdout, paint, columns, rows)),
    record: (fields, whole = fields) => void stdout.write(json ? `${JSON.stringify(whole, null, 2)}\n` : record(fields, paint)),
    progress: (label, total) => (stderr.isTTY === true && !json ? bar(options, label, total) : { at: () => undefined, end: () => undefined }),
  };
}

/** https://no-color.org: any value but the empty one turns colours off. */
function painter(colours: boolean, env: OutputOptions['env']): Output['paint'] {
  const on = colours && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return (style, text) => (on ? `\u001b[${sgr[style]}m${plain(text)}\u001b[0m` : plain(text));
}

/** Our own colours stay on a terminal; every other control character goes. */
function shown(text: string, terminal: boolean): string {
  const isOurs = (part: string, index: number) => index % 2 === 1 && part.startsWith('\u001b');
  const parts = text.split(/(\p{Cc}\[[0-9;]{1,8}m)/u);
  return parts.map((part, index) => (isOurs(part, index) ? (terminal ? part : '') : plain(part, { keepLines: true }))).join('');
}

async function jsonArray<Row>(stdout: Sink, rows: Iterable<Row> | AsyncIterable<Row>): Promise<void> {
  let before = '[\n';
  for await (const row of rows) {
    stdout.write(`${before}  ${JSON.stringify(row)}`);
    before = ',\n';
  }
  stdout.write(before === '[\n' ? '[]\n' : '\n]\n');
}

async function table<Row>(stdout: Sink, paint: Output['paint'], columns: readonly Column<Row>[], rows: Iterable<Row> | AsyncIterable<Row>): Promise<void> {
  const waiting: string[][] = [];
  let widths: readonly number[] | null = null;
  for await (const row of rows) {
    const cells = columns.map((column) => plain(String(column.value(row))));
    if (widths !== null) stdout.write(lineOf(columns, cells, widths));
    else waiting.push(cells);
    if (waiting.length === measuredRowsMax && widths === null) widths = begin(stdout, paint, columns, waiting);
  }
  if (widths === null) begin(stdout, paint, columns, waiting);
}

/** Writes the head and the rows so far, and answers with the widths they have settled. */
function begin<Row>(stdout: Sink, paint: Output['paint'], columns: readonly Column<Row>[], rows: readonly string[][]): readonly number[] {
  const widths = fitted(columns, rows, stdout.isTTY === true ? (stdout.columns ?? 80) : widthWithoutTerminal);
  stdout.write(
    `${paint(
      'bold',
      lineOf(
        columns,
        columns.map((column) => column.title),
        widths,
      ).trimEnd(),
    )}\n`,
  );
  for (const cells of rows) stdout.write(lineOf(columns, cells, widths));
  return widths;
}

function lineOf<Row>(columns: readonly Column<Row>[], cells: readonly string[], widths: readonly number[]): string {
  const padded = columns.map((column, index) => pad(clip(cells[index] ?? '', widths[index] ?? 0), widths[index] ?? 0, column.align ?? 'left'));
  return `${padded.join('  ').trimEnd()}\n`;
}

/** Natural widths, then the shrinking columns (or all) give way until the row fits; none below 6. */
function fitted<Row>(columns: readonly Column<Row>[], rows: readonly string[][], room: number): readonly number[] {
  const widths = columns.map((column, index) => Math.max(width(column.title), ...rows.map((cells) => width(cells[index] ?? ''))));
  const gives = columns.some((column) => column.shrink === true) ? (index: number) => columns[index]?.shrink === true : () => true;
  const excess = () => widths.reduce((sum, one) => sum + one, 2 * (columns.length - 1)) - room;
  for (let over = excess(); over > 0; over = excess()) {
    const widest = widths.reduce((best, one, index) => (gives(index) && one > (widths[best] ?? 0) ? index : gives(best) ? best : index), 0);
    if ((widths[widest] ?? 0) <= 6) break;
    widths[widest] = Math.max(6, (widths[widest] ?? 0) - over, secondWidest(widths, gives, widest));
  }
  return widths;
}

function secondWidest(widths: readonly number[], gives: (index: number) => boolean, widest: number): number {
  const others = widths.filter((one, index) => index !== widest && gives(index) && one < (widths[widest] ?? 0));
  return Math.min(Math.max(0, ...others), (widths[widest] ?? 1) - 1);
}

function record(fields: Readonly<Record<string, string | number>>, paint: Output['paint']): string {
  const left = Math.max(0, ...Object.keys(fields).map(width));
  return Object.entries(fields)
    .map(([name, value]) => `${paint('dim', pad(name, left, 'left'))}  ${plain(String(value))}\n`)
    .join('');
}

function bar(options: OutputOptions, label: string, total: number): Progress {
  const begun = options.now();
  let drawn = 0;
  const draw = (done: number) => {
    const now = options.now();
    if (now - drawn < drawMillisecondsMin) return;
    drawn = now;
    options.stderr.write(`\r\u001b[2K${clip(barText(plain(label), done, total, (now - begun) / 1000), (options.stderr.columns ?? 80) - 1)}`);
  };
  return { at: draw, end: () => void options.stderr.write('\r\u001b[2K') };
}

function barText(label: string, done: number, total: number, seconds: number): string {
  const pace = seconds > 0 ? `${Math.round(done / seconds).toLocaleString('en')}/s` : '';
  if (total <= 0) return `${label}  ${done.toLocaleString('en')}  ${pace}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * 24);
  const left = share > 0 && seconds > 1 ? `${Math.ceil((seconds / share) * (1 - share))} s left` : '';
  return `${label}  ${'█'.repeat(filled)}${'░'.repeat(24 - filled)}  ${Math.floor(share * 100)} %  ${done.toLocaleString('en')} of ${total.toLocaleString('en')}  ${pace}  ${left}`.trimEnd();
}
