// Who is asking, on every call. Made only by authentication/ and, for the host, by the command line.
// Knows no rule about what an actor may.
import type { Language } from '#sentences/language.ts';

export type Door = 'api' | 'sign-in' | 'account' | 'cli' | 'setup' | 'job';

/** A signed-in user. `narrowed` = the node paths an API token was given; null = everything he may. */
export type UserActor = {
  readonly kind: 'user';
  readonly no: number;
  readonly id: string;
  readonly epoch: number;
  readonly via: 'session' | 'token';
  /** Id of the session or token. */
  readonly viaId: string;
  /** When he last showed in this session who he is; a token never does. */
  readonly provedAt?: number;
  /** The second factor that he has shown in it; '' = none. */
  readonly factor?: string;
  readonly narrowed: readonly string[] | null;
  readonly door: Door;
  readonly network: string;
  /** What he reads; English where nothing is said of it. */
  readonly language?: Language;
  /** Somebody else who sees what this user sees (sessions/viewing.ts). He changes nothing, and must himself be let at every call. */
  readonly viewer?: Viewer;
};
/** `needs` = the permission he must hold on the user, as his own epoch has it. */
export type Viewer = { readonly id: string; readonly epoch: number; readonly viewing: string; readonly endsAt: number; readonly needs: string };
/** The machine Reeve runs on (rule 40): may everything but what rules 15–18 forbid to all. */
export type HostActor = { readonly kind: 'host'; readonly name: string; readonly door: 'cli' | 'setup' | 'job' };
export type Stranger = { readonly kind: 'stranger'; readonly door: Door; readonly network: string; readonly language?: Language };
export type Actor = UserActor | HostActor | Stranger;

/** How the journal names an actor. */
export const actorId = (actor: Actor): string => (actor.kind === 'user' ? actor.id : actor.kind === 'host' ? `host:${actor.name}` : '');

export const languageOfActor = (actor: Actor): Language => (actor.kind === 'host' ? undefined : actor.language) ?? 'en';
