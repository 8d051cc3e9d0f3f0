// What the outside may ask about sessions and API tokens, one's own and others'.
// Imported by the browser; imports nothing of the house but #contract.ts and the path's shape. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, Moment, MomentOrNever, Nothing, operation, text } from '#contract.ts';
import { Path } from '#permissions/contract.ts';

export const Session = closed({
  id: Id,
  startedAt: Moment,
  lastSeenAt: Moment,
  endsAt: Moment,
  network: Type.String(),
  browser: Type.String(),
  current: Type.Boolean(),
});
export const Token = closed({
  id: Id,
  name: Type.String(),
  permissions: Type.Array(Path),
  createdAt: Moment,
  createdBy: Type.String(),
  endsAt: Moment,
  lastUsedAt: MomentOrNever,
});
export type Token = Static<typeof Token>;

/** The longest an API token may live, in days. */
export const tokenDaysMax = 366;

const newToken = {
  name: text(64, { minLength: 1 }),
  /** Narrowed to these nodes of what the user may; empty = nothing is narrowed away. */
  permissions: Type.Optional(Type.Array(Path, { maxItems: 100 })),
  endsAt: Type.Optional(Moment),
};
const made = closed({ token: Token, secret: Type.String({ description: 'shown this once: Authorization: Bearer …' }) });
const U = '/permission/admin/manage/identity/usermgt' as const;

export const me = operation({
  name: 'me.show',
  method: 'GET',
  path: '/me',
  summary: 'Who am I, what may I do here, and until when?',
  needs: 'self',
  input: closed({}),
  output: closed({
    user: closed({
      id: Id,
      kind: Type.String(),
      domain: Type.String(),
      userName: Type.String(),
      shownName: Type.String(),
      mail: Type.String(),
      passwordKeptIn: Type.String({
        description: 'the store that keeps his password where Reeve does not write, so that it is changed there; empty = it is changed here',
      }),
    }),
    /** Nodes held, shortest paths first; a node covers all below it unless it stands in `denied`. */
    permissions: Type.Array(Path),
    /** Nodes below those that are not held. */
    denied: Type.Array(Path),
    /** Held only on some: within a scope. */
    scoped: Type.Array(Path),
    /** Send as X-Reeve-CSRF with every change; empty for token callers. */
    csrf: Type.String(),
    session: Type.Union([Session, Type.Null()]),
    /** Who it really is that sees this, and until when; null = the user himself. */
    viewing: Type.Union([closed({ id: Id, by: closed({ id: Id, userName: Type.String(), shownName: Type.String() }), endsAt: Moment }), Type.Null()]),
  }),
});
export const mySessions = operation({
  name: 'me.sessions',
  method: 'GET',
  personal: true,
  path: '/me/sessions',
  summary: 'My sessions.',
  needs: 'self',
  input: closed({}),
  output: closed({ items: Type.Array(Session) }),
});
export const endMySession = operation({
  name: 'me.end-session',
  method: 'DELETE',
  path: '/me/sessions/{session}',
  summary: 'End one of my sessions.',
  needs: 'self',
  input: closed({ session: Id }),
  output: Nothing,
});
export const myTokens = operation({
  name: 'me.tokens',
  method: 'GET',
  personal: true,
  path: '/me/tokens',
  summary: 'My API tokens; never their secrets.',
  needs: 'self',
  input: closed({}),
  output: closed({ items: Type.Array(Token) }),
});
export const addMyToken = operation({
  name: 'me.add-token',
  method: 'POST',
  path: '/me/tokens',
  summary: 'Make an API token for myself; its secret is shown once.',
  needs: 'self',
  dangerous: true,
  input: closed(newToken),
  output: made,
  secret: ['secret'],
  refusals: ['token.too-long'],
});
export const endMyToken = operation({
  name: 'me.end-token',
  method: 'DELETE',
  path: '/me/tokens/{token}',
  summary: 'End one of my API tokens.',
  needs: 'self',
  input: closed({ token: Id }),
  output: Nothing,
});

const target = { kind: 'user', field: 'id' } as const;
const acting = { ...target, acts: true } as const;
export const sessionsOfUser = operation({
  name: 'users.sessions',
  method: 'GET',
  path: '/users/{id}/sessions',
  summary: 'Sessions of a user.',
  needs: `${U}/view`,
  target,
  input: closed({ id: Id }),
  output: closed({ items: Type.Array(Session) }),
});
export const tokensOfUser = operation({
  name: 'users.tokens',
  method: 'GET',
  path: '/users/{id}/tokens',
  summary: 'API tokens of a user; never their secrets.',
  needs: `${U}/view`,
  target,
  input: closed({ id: Id }),
  output: closed({ items: Type.Array(Token) }),
});
export const addToken = operation({
  name: 'users.add-token',
  method: 'POST',
  path: '/users/{id}/tokens',
  summary: 'Make an API token for a device or program; its secret is shown once.',
  needs: `${U}/update`,
  dangerous: true,
  target: acting,
  input: closed({ id: Id, ...newToken }),
  output: made,
  secret: ['secret'],
  refusals: ['token.person', 'token.too-long'],
});
export const endToken = operation({
  name: 'users.end-token',
  method: 'DELETE',
  path: '/users/{id}/tokens/{token}',
  summary: 'End an API token of a user.',
  needs: `${U}/update`,
  target: acting,
  input: closed({ id: Id, token: Id }),
  output: Nothing,
});
export const endSession = operation({
  name: 'users.end-session',
  method: 'DELETE',
  path: '/users/{id}/sessions/{session}',
  summary: 'End one session of a user.',
  needs: `${U}/update`,
  target: acting,
  input: closed({ id: Id, session: Id }),
  output: Nothing,
});

/** How long somebody may view as another before he must ask again, in minutes. */
export const viewingMinutes = 30;
export const viewAs = operation({
  name: 'users.view-as',
  method: 'POST',
  path: '/users/{id}/viewing',
  summary: `See what this user sees in the console, for ${viewingMinutes} minutes, without changing anything. Send the id as X-Reeve-Viewing with the same session.`,
  needs: '/permission/admin/manage/identity/decisions',
  dangerous: true,
  target: acting,
  input: closed({ id: Id, reason: Type.Optional(text(200)) }),
  output: closed({ viewing: Id, endsAt: Moment }),
  refusals: ['viewing.session-needed', 'viewing.cannot-open', 'viewing.sees-more'],
});
export const endViewing = operation({
  name: 'me.end-viewing',
  method: 'DELETE',
  path: '/me/viewings/{viewing}',
  summary: 'No longer see what another user sees. Ask as yourself, without X-Reeve-Viewing.',
  needs: 'self',
  input: closed({ viewing: Id }),
  output: Nothing,
});

export const sessionOperations = [
  me,
  mySessions,
  endMySession,
  myTokens,
  addMyToken,
  endMyToken,
  sessionsOfUser,
  tokensOfUser,
  addToken,
  endToken,
  endSession,
  viewAs,
  endViewing,
] as const;
