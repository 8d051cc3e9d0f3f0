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
  // An empty password is no password (RFC 4513 §5.1.2): it is never sent, and the same is asked before.
  if (!user || password === '' || user.dn === '') return 'wrong';
  const verdict = await directory.unbound(async (connection) =>
    judging.verdictOf(await bind(connection, { dn: user.dn, password }, { milliseconds, controls: judging.controls() })),
  );
  return user.disabled && (verdict === 'right' || verdict === 'must-change') ? 'disabled' : verdict;
}
