// What a page with a passkey's form does in the browser. Every form works by a press of its button; on the sign-in page the browser may also offer passkeys in the
// field of the name. Sent as /sign-in/passkey.js by pages.ts. Without it the pages work with codes.

/** Forms: data-passkey = show | make | alone; data-options = what the browser needs (for `alone` it is asked for at data-ask). */
export const passkeyScript = `
const known = globalThis.PublicKeyCredential;
const able = known && known.parseRequestOptionsFromJSON && known.parseCreationOptionsFromJSON;
const waiting = { stop: null };

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error('no options');
  const { options, ceremony } = await answer.json();
  form.elements.ceremony.value = ceremony;
  return options;
}

async function credentialOf(form, options, more) {
  if (form.dataset.passkey === 'make') return navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) });
  return navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options), ...more });
}

function send(form, credential) {
  form.elements.response.value = JSON.stringify(credential.toJSON());
  form.submit();
}

async function press(form) {
  const [refused, untrusted] = ['[data-says]', '[data-untrusted]'].map((one) => form.querySelector(one));
  refused.hidden = untrusted.hidden = true;
  waiting.stop?.abort();
  try {
    send(form, await credentialOf(form, await optionsOf(form), {}));
  } catch (fault) {
    (saysUntrusted(fault) ? untrusted : refused).hidden = false;
  }
}

/** Chromium: "WebAuthn is not supported on sites with TLS certificate errors." Others give none of their reasons away. */
const saysUntrusted = (fault) => fault instanceof Error && /certificate/i.test(fault.message);

/** The browser offers what it has in the field of the name; whoever takes that is not asked anything more. */
async function offer(form) {
  if (!(await known.isConditionalMediationAvailable?.())) return;
  waiting.stop = new AbortController();
  try {
    send(form, await credentialOf(form, await optionsOf(form), { mediation: 'conditional', signal: waiting.stop.signal }));
  } catch {}
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!able) continue;
  form.hidden = false;
  form.querySelector('button').addEventListener('click', () => press(form));
  if (form.dataset.passkey === 'alone') offer(form);
}
`;
