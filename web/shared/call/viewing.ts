// Whom one views as, in this tab of the browser alone: the id that its calls carry, and where to go on as oneself.
// Kept by begin and end here; the server says whether it still holds.
const key = 'reeve-viewing';
const endedKey = 'reeve-viewing-ended';

type Viewing = { readonly id: string; readonly back: string };

export function viewingHere(): Viewing | null {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (typeof read !== 'object' || read === null || !('id' in read) || !('back' in read)) return null;
    return { id: String(read.id), back: String(read.back) };
  } catch {
    return null;
  }
}

/** Everything is drawn anew: nothing that was asked as oneself stays on the screen. */
export function beginViewing(id: string): void {
  sessionStorage.setItem(key, JSON.stringify({ id, back: location.pathname }));
  location.assign('/carbon/users');
}

/** `unasked` = the server ended it; said once one is back. */
export function endViewingHere(unasked: boolean): void {
  const back = viewingHere()?.back ?? '/carbon';
  sessionStorage.removeItem(key);
  if (unasked) sessionStorage.setItem(endedKey, '1');
  // Only to a place of our own, whatever stands in the storage.
  location.assign(back.startsWith('/carbon') ? back : '/carbon');
}

/** Whether it ended by itself just now; asked once. */
export function hasEndedUnasked(): boolean {
  const ended = sessionStorage.getItem(endedKey) !== null;
  sessionStorage.removeItem(endedKey);
  return ended;
}
