// The command line as a process: its words, streams and exit code. Run by bin/reeve.ts, packed or as it stands here.
// Knows no command: run.ts does.
import { runCommandLine } from './run.ts';

// `reeve user list | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await runCommandLine({ argv: process.argv.slice(2), env: process.env, stdout: process.stdout, stderr: process.stderr });
