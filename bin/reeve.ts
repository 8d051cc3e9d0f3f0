// The command line begins here; bin/reeve starts it with the right Node.
// It does not know any command: src/cli/run.ts does.
import { runCommandLine } from '../src/cli/run.ts';

// `reeve user list | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await runCommandLine({ argv: process.argv.slice(2), env: process.env, stdout: process.stdout, stderr: process.stderr });
