// What a tab keeps of one user's work while its page goes away, such as when the session has ended: whom he had selected. Nothing secret.
// The browser forgets it with the tab. What is too much to be kept is not kept.

const keyOf = (userId: string, what: string) => `reeve ${userId} ${what}`;

export function keepHere(userId: string, what: string, value: unknown): void {
  const key = keyOf(userId, what);
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    sessionStorage.removeItem(key);
  }
}

/** Written by this app alone, under a key of its own; null = nothing. */
export function keptHere<V>(userId: string, what: string): V | null {
  const text = sessionStorage.getItem(keyOf(userId, what));
  return text === null ? null : (JSON.parse(text) as V);
}
