// What a press brings to the page waits for the end of the press: a line that comes between down and up moves the button from under the hand, and the press is lost.
// Called by fields, which say what is wrong with them when they are left – mostly by pressing something else.

/** `mouseup`, because a finger has been lifted before the browser acts as if it were a mouse; a menu over the page takes the end of a press for itself. */
const ends = ['pointerup', 'pointercancel', 'mouseup', 'contextmenu'] as const;

/** At once when nothing is being pressed. */
export function afterPress(then: () => void): void {
  if (document.querySelector(':active')) atItsEnd(then);
  else then();
}

function atItsEnd(then: () => void): void {
  const over = new AbortController();
  const end = () => {
    over.abort();
    // The click is told of right after these.
    setTimeout(then);
  };
  for (const type of ends) addEventListener(type, end, { capture: true, signal: over.signal });
}
