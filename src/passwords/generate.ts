// Passwords made by Reeve: five short words that can be read aloud and typed, 80 bits of chance.
// Called by whoever gives a temporary password. Pure: chance is handed in. Does not know the rule in force but for the least length.

// 16 consonants and 4 vowels: a power of two each, so that bits become letters without remainder and no letter is likelier than another
// (after D. S. Wilkerson, "A Proposal for Proquints", arXiv:0901.4016).
const consonants = 'bdfghjklmnprstvz';
const vowels = 'aiou';
const wordsMin = 5;
const lengthOfWord = 5;

export function generatePassword(random: (bytes: number) => Buffer, lengthMin = 0): string {
  const count = Math.max(wordsMin, Math.ceil((lengthMin + 1) / (lengthOfWord + 1)));
  const chance = random(count * 2);
  return Array.from({ length: count }, (_, at) => wordOf(chance.readUInt16BE(at * 2))).join('-');
}

/** 16 bits as consonant (4), vowel (2), consonant, vowel, consonant. */
function wordOf(bits: number): string {
  const consonant = (shift: number) => consonants[(bits >> shift) & 15];
  const vowel = (shift: number) => vowels[(bits >> shift) & 3];
  return `${consonant(12)}${vowel(10)}${consonant(6)}${vowel(4)}${consonant(0)}`;
}
