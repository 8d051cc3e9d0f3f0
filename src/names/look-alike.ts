// Names that only look like others: a name that a stranger chooses is of one script, and not one whose letters all pass for Latin ones (UTS 39 §5.1, §4).
// Called by whoever makes a user of a stranger: at sign-up, or from an identity provider. Pure. Whoever adds users by hand is trusted to look (rule 3).

/** Scripts that are written together: one row is one way of writing. Digits and signs belong to all. */
const writings: readonly RegExp[] = [
  /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]*$/u,
];
/** Anything else that is written: in one script of its own, which is seen at the first letter that has a script. */
const shared = /^[\p{Script=Common}\p{Script=Inherited}]$/u;
const known =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]$/u;

/** Letters of other scripts that pass for Latin ones. */
const passing = new Set('асԁеһіјӏорԛѕԝхуѵзкмнтвгАВЕЅІЈКМНОРСТХУ' + 'αικνορτυχγωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ');

export function looksLikeAnother(name: string): boolean {
  const letters = [...name].filter((sign) => !shared.test(sign));
  const foreign = letters.filter((sign) => !known.test(sign));
  if (foreign.length > 0) return foreign.length < letters.length;
  if (!writings.some((writing) => writing.test(name))) return true;
  return letters.length > 0 && letters.every((sign) => passing.has(sign));
}
