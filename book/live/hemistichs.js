// Half a couplet in the Arabic script, as nets read it: letters and single blanks, as rnncourse/preprocessing/arabic_script.py
// has it. An Error in words for what cannot be read.

export const LONGEST = 120; // letters
const LETTER = /[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]/u;
const STROKE = "\u0640", BREAK = "\u200c"; // what only makes a word longer; what parts one

export function plainLetters(text) {
  const signs = [...text.normalize("NFC").replaceAll(BREAK, " ")].filter((sign) => sign !== STROKE && !/[\p{Mn}\p{Cf}]/u.test(sign));
  return signs.map((sign) => (LETTER.test(sign) ? sign : " ")).join("").trim().replace(/\s+/g, " ");
}

// `what` names the half in words.
export function readHemistich(text, what) {
  if (!text.trim()) throw new Error(`The ${what} is empty. Write the letters of half a couplet.`);
  const strange = [...text].find((sign) => /\p{L}/u.test(sign) && !LETTER.test(sign) && sign !== STROKE);
  if (strange) throw new Error(`“\u2068${strange}\u2069” in the ${what} is not a letter of the Arabic script. Write the line with those alone.`);
  const plain = plainLetters(text);
  if (!plain) throw new Error(`The ${what} holds marks and signs alone, no letter.`);
  if (plain.length > LONGEST) throw new Error(`The ${what} has ${plain.length} letters; ${LONGEST} are the most. Write the halves of a couplet one by one.`);
  return plain;
}
