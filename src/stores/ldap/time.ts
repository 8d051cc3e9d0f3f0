// Generalized time (RFC 4517 §3.3.13), as directories tell when something was.
// Called by readings and checks. Pure.

/** Milliseconds since 1970; null = it is none. */
export function momentOf(text: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)?)?(?:[.,]\d{1,9})?(Z|[+-]\d{2}(?:\d{2})?)$/.exec(text);
  if (!found) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '00', second = '00', zone = 'Z'] = found;
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second === '60' ? '59' : second}Z`);
  return Number.isNaN(moment) ? null : moment - offsetOf(zone);
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3) || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** To the second, in UTC. */
export const generalizedTime = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
