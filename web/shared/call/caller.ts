// The one place of the app that speaks HTTP (me-ahead.js has asked one question before): sends an operation, carries the cross-site token, and asks to sign in again when the session has ended.
import { signOut } from '#authentication/contract.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import { endViewing, me } from '#sessions/contract.ts';
import { addressed } from './address.ts';
import { Problem, problemFrom, silence } from './problem.ts';
import { endViewingHere, viewingHere } from './viewing.ts';

/** `quietly` = nobody is asked anything for it: whoever types on must not find himself in a dialog. */
export type Call = <T extends AnyOperation>(operation: T, input: InputOf<T>, signal?: AbortSignal, quietly?: boolean) => Promise<OutputOf<T>>;

/** Asked when the server says 401. True = signed in again, try once more; it never answers when the page is being left. */
export type SignInAgain = () => Promise<boolean>;
/** Asked when something dangerous wants a fresh proof of who it is. True = shown, try once more. */
export type ProveAgain = () => Promise<boolean>;

/** Asked as oneself, also by who views as another. */
const ownOperations: readonly AnyOperation[] = [endViewing, signOut];

/** Sent with a token against other sites. */
const posts = (operation: AnyOperation) => operation.method !== 'GET';
const changes = (operation: AnyOperation) => posts(operation) && !operation.reads;

async function send(
  operation: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  more: { csrf: string; signal: AbortSignal | undefined },
): Promise<unknown> {
  const { url, body } = addressed(operation, input);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (posts(operation)) headers['x-reeve-csrf'] = more.csrf;
  const viewing = ownOperations.includes(operation) ? null : viewingHere();
  if (viewing) headers['x-reeve-viewing'] = viewing.id;
  const init: RequestInit = { method: operation.method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (body !== undefined) init.body = body;
  if (more.signal) init.signal = more.signal;
  const answer = await ((operation === me ? takeAhead() : null) ?? fetch(url, init)).catch((thrown: unknown) => {
    throw more.signal?.aborted ? thrown : silence(changes(operation));
  });
  const read: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw problemFrom(answer.status, read);
  return withEntry(read ?? {}, Number(answer.headers.get('reeve-change') ?? 0));
}

declare global {
  var reeveMe: Promise<Response> | undefined;
}

/** What me-ahead.js asked before this app was there: taken once, for it grows old. */
function takeAhead(): Promise<Response> | undefined {
  const asked = globalThis.reeveMe;
  globalThis.reeveMe = undefined;
  return asked;
}

const entry = Symbol('entry of the journal');

/** Beside the answer, not in it: what is drawn or kept of it stays what the contract says. */
function withEntry(answer: object, number: number): object {
  return number > 0 ? Object.defineProperty(answer, entry, { value: number, enumerable: false }) : answer;
}

/** The entry that a change left in the journal; 0 = none. */
export const entryOf = (answer: object): number => (entry in answer && typeof answer[entry] === 'number' ? answer[entry] : 0);

/** Makes the function every screen calls the API with. Its only memory is the cross-site token. */
export function makeCall(signInAgain: SignInAgain, proveAgain: ProveAgain): Call {
  let csrf = '';
  const refreshed = async () => {
    const shown = (await send(me, {}, { csrf: '', signal: undefined })) as OutputOf<typeof me>;
    csrf = shown.csrf;
  };
  const once = async (operation: AnyOperation, input: Readonly<Record<string, unknown>>, signal: AbortSignal | undefined) => {
    if (posts(operation) && csrf === '') await refreshed();
    return send(operation, input, { csrf, signal });
  };
  const isStale = (thrown: unknown, operation: AnyOperation): boolean => thrown instanceof Problem && thrown.code === 'csrf.refused' && posts(operation);
  const again = (thrown: unknown, operation: AnyOperation, quietly: boolean): Promise<boolean> => {
    if (isStale(thrown, operation)) {
      csrf = '';
      return Promise.resolve(true);
    }
    if (quietly || !(thrown instanceof Problem)) return Promise.resolve(false);
    if (thrown.code === 'viewing.ended' && viewingHere()) {
      endViewingHere(true);
      return new Promise(() => undefined);
    }
    if (thrown.code === 'proof.needed') return proveAgain();
    // The server's own page asks for it, and leads back here.
    if (thrown.code === 'application.factor-needed') {
      location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
      return new Promise(() => undefined);
    }
    if (thrown.status !== 401) return Promise.resolve(false);
    csrf = '';
    return signInAgain();
  };
  return async <T extends AnyOperation>(operation: T, input: InputOf<T>, signal?: AbortSignal, quietly = false) => {
    try {
      // The server's own tests hold every answer against the same schema; checking it here again would break this page when a newer server adds a field.
      return (await once(operation, input, signal)) as OutputOf<T>;
    } catch (thrown) {
      if (!(await again(thrown, operation, quietly))) throw thrown;
      return (await once(operation, input, signal)) as OutputOf<T>;
    }
  };
}
