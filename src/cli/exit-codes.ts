// The exit codes of `reeve`: what a script can tell apart. docs/exit-codes.md is printed from this and from the codes of a failed start.
// Commands and src/cli/run.ts use it. It does not know what any command does.
import type { Kind } from '#errors.ts';
import { startFaults } from '#start-faults.ts';

export const exitCodes = {
  done: 0,
  /** A fault of the world, or of Reeve. */
  fault: 1,
  usage: 2,
  configuration: 3,
  /** `reeve may`: no. `reeve journal verify`, `reeve doctor`: something is wrong. */
  no: 4,
  /** `--url`: no answer, or none that may be trusted. */
  elsewhere: 5,
  backup: 6,
} as const;

/** A plain "no" that a command found itself: one line, and its exit code. */
export class CommandFault extends Error {
  override readonly name = 'CommandFault';
  readonly exitCode: number;
  constructor(exitCode: number, says: string, options: ErrorOptions = {}) {
    super(says, options);
    this.exitCode = exitCode;
  }
}

/** Refusals by kind. 10–29 belong to a start that failed (src/start-faults.ts). */
export const refusalExitCodes = {
  invalid: 40,
  unauthenticated: 41,
  forbidden: 42,
  missing: 43,
  conflict: 44,
  throttled: 45,
  unavailable: 46,
} as const satisfies Record<Kind, number>;

/** docs/exit-codes.md. */
export function exitCodeDocs(): string {
  const rows: readonly (readonly [number, string])[] = [
    [exitCodes.done, 'done'],
    [exitCodes.fault, 'a fault: the log says more'],
    [exitCodes.usage, 'a wrong command or flag'],
    [exitCodes.configuration, 'a wrong configuration ([configuration.md](configuration.md)), or no Reeve that is set up where it points'],
    [exitCodes.no, 'the answer is no (`may`), or something is wrong (`journal verify`, `doctor`)'],
    [exitCodes.elsewhere, 'the Reeve at `--url` does not answer, or its certificate is not trusted'],
    [exitCodes.backup, 'a backup could not be made or restored; nothing was changed'],
    ...Object.entries(startFaults).map(([name, [code, when]]) => [code, `${name}: ${when}`] as const),
    ...Object.entries(refusalExitCodes).map(([kind, code]) => [code, `refused: ${kind}`] as const),
  ];
  const table = rows.map(([code, says]) => `| ${code} | ${says} |\n`).join('');
  return `# Exit codes\n\nPrinted by \`reeve docs exit-codes\`. Each comes with one line on standard error that says what to do.\n\n| code | when |\n|---|---|\n${table}`;
}
