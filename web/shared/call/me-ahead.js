// Asks who is at the screen while the browser still fetches the app: no screen is drawn before that is answered. caller.ts takes the answer.
// A file of its own, and not part of the app, because the app's own scripts run only once all of them are there.
(() => {
  try {
    // Whoever views as another says so with every call.
    if (sessionStorage.getItem('reeve-viewing') !== null) return;
  } catch {
    // Storage is shut: nobody views as another.
  }
  const asked = fetch('/api/me', { headers: { accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store' });
  // What went wrong is said by who takes it.
  asked.catch(() => undefined);
  globalThis.reeveMe = asked;
})();
