// While a new password is typed: how hard it is to guess, which lines of the rule it meets, and which it fails. Runs in the browser, beside the field.
// The page works without it, and the rule is judged by the server alone: what only the server knows (banned words, earlier passwords, those of the long list) stays open here.

export const meterScript = `
import { strength } from '/sign-in/strength.js';
import { commonWords } from '/sign-in/common-passwords.js';
const field = document.querySelector('input[data-meter]');
const place = document.querySelector('[data-meter-place]');
const kinds = [/\\p{Ll}/u, /\\p{Lu}/u, /\\p{Nd}/u, /[^\\p{Ll}\\p{Lu}\\p{Nd}]/u];
const folded = (text) => text.normalize('NFKC').toLowerCase().replace(/[\\s._-]/gu, '');
/** Shorter names stand in too many innocent words. */
const partMin = 4;
const owners = () => [...document.querySelectorAll('input[name=userName], input[name=mail], input[name=value-shownName]')].map(({ value }) => value.split('@')[0]);
/** true = met, false = failed, null = only the server can say. */
const judges = {
  length: ({ length }, { min, max }) => length >= Number(min) && length <= Number(max),
  kinds: ({ typed }, { min }) => kinds.filter((kind) => kind.test(typed)).length >= Number(min),
  owner: ({ typed }) => (owners().map(folded).some((name) => name.length >= partMin && folded(typed).includes(name)) ? false : null),
  guessing: ({ score }) => (score === 0 ? false : null),
  strength: ({ score }, { min }) => score >= Number(min),
};
if (field && place) {
  const words = commonWords();
  const lines = [...document.querySelectorAll('#rule [data-rule]')];
  const meter = document.createElement('meter');
  meter.max = 4; meter.low = 1.5; meter.high = 2.5; meter.optimum = 4;
  const says = document.createElement('span');
  says.className = 'small dim';
  says.setAttribute('role', 'status');
  // Who sees the lines sees what fails; who does not is told the first of it.
  const heard = document.createElement('span');
  heard.className = 'away';
  const show = () => {
    const typed = field.value.normalize('NFC');
    const about = owners().flatMap((name) => name.toLowerCase().split(/[\\s._@-]+/));
    const { score } = strength(typed, { words, about });
    const length = [...typed].length;
    const failed = typed === '' ? [] : lines.filter((line) => judge(line, { typed, length, score }) === false);
    for (const line of lines) if (typed === '') delete line.dataset.state;
    meter.hidden = typed === '';
    meter.value = typed === '' ? 0 : Math.max(0.4, score);
    meter.setAttribute('aria-label', place.dataset.strength);
    says.textContent = typed === '' ? '' : place.dataset.strengths.split('|')[score] + ', ' + length + ' ' + place.dataset.characters;
    heard.textContent = failed.slice(0, 1).map((line) => '✗ ' + line.textContent).join('');
    says.append(heard);
  };
  const judge = (line, judged) => {
    const met = judges[line.dataset.rule]?.(judged, line.dataset) ?? null;
    if (met === null) delete line.dataset.state;
    else line.dataset.state = met ? 'met' : 'failed';
    return met;
  };
  place.append(meter, says);
  field.addEventListener('input', show);
  show();
}
`;
