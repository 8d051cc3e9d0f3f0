// Codes of authenticator apps: time-based one-time passwords (RFC 6238, SHA-1, 6 digits, 30 s), as all of these apps make them.
// Called by authentication/. Knows secrets and codes, not whose they are. The library is loaded when somebody first needs it.
import type { World } from '#world.ts';

const secretBytes = 20;
/** RFC 6238 §5.2: one step to either side, for clocks that differ. */
const driftSeconds = 30;

const library = () => import('otplib');

/** Base32 (RFC 4648). */
export async function newSecret({ random }: Pick<World, 'random'>): Promise<string> {
  const { ScureBase32Plugin } = await import('otplib');
  return new ScureBase32Plugin().encode(random(secretBytes), { padding: false });
}

/** The step of the code, for `advanceFactor`; null = it is none of the present, or not younger than `after`. */
export async function stepOf(
  code: string,
  { secret, after, now }: { readonly secret: string; readonly after: number; readonly now: number },
): Promise<number | null> {
  const token = code.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const { verifySync } = await library();
  const result = verifySync({ secret, token, epoch: Math.floor(now / 1000), epochTolerance: driftSeconds });
  const step = result.valid && 'timeStep' in result ? result.timeStep : null;
  return step !== null && step > after ? step : null;
}

/** otpauth://totp/… (Key URI Format). */
export async function uriOf({ secret, label }: { readonly secret: string; readonly label: string }): Promise<string> {
  const { generateURI } = await library();
  return generateURI({ issuer: 'Reeve', label, secret });
}

/** An SVG of it, dark on light whatever the page is: cameras want it so. */
export async function qrOf(uri: string): Promise<string> {
  const { renderSVG } = await import('uqr');
  return renderSVG(uri, { border: 2, whiteColor: '#fff', blackColor: '#000' });
}
