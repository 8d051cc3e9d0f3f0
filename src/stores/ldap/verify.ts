// Whether a password is right: asked of the directory by a bind on a connection that nothing else uses.
// Called by the drivers. The DN is looked up by the user's key first: whoever took over his DN since is somebody else.
import type { Control } from 'ldapts';
import type { Verdict, Whom } from '#user-store.ts';
import type { Directory } from './directory.ts';
import { locate, mappedUser } from './find.ts';
import type { Layout } from './layout.ts';
import { dnOf } from './map-entry.ts';
import { bind } from './open-connection.ts';
import type { Result } from './response.ts';

/** How a kind of directory says what it thinks of a bind. */
export type Judging = {
  controls(): Control[];
  /** StoreFault where the answer is none about this password. */
  verdictOf(result: Result): Verdict;
};

export async function verify(directory: Directory, layout: Layout, judging: Judging, { whom, password }: { whom: Whom; password: string }): Promise<Verdict> {
  const { milliseconds } = directory;
  const user = await directory.ask(async (connection) => {
    const entry = await locate(connection, layout.users, whom, milliseconds);
    if (!entry) return null;
    return { dn: dnOf(entry), disabled: (await mappedUser(connection, layout, entry, milliseconds))?.disabled ?? true };
  });
  // The same is asked before, whatever the password is.
  if (!user || user.dn === '' || !maySend(password)) return 'wrong';
  const verdict = await directory.unbound(async (connection) =>
    judging.verdictOf(await bind(connection, { dn: user.dn, password }, { milliseconds, controls: judging.controls() })),
  );
  return user.disabled && (verdict === 'right' || verdict === 'must-change') ? 'disabled' : verdict;
}

/** An empty password would bind as nobody (RFC 4513 §5.1.2), and some servers take a NUL for the end of one, so that what follows would not count. */
export const maySend = (password: string): boolean => password !== '' && !password.includes('\u0000') && password.isWellFormed();
