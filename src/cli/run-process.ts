// The command line as a process: its words, streams and exit code.
// Called by process.ts, and by snapshot.ts where all is loaded already. Knows no command: run.ts does.
import { runCommandLine } from './run.ts';

export async function runProcess(): Promise<void> {
  // `reeve user list | head` closes the pipe early: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await runCommandLine({ argv: process.argv.slice(2), env: process.env, stdout: process.stdout, stderr: process.stderr });
}
