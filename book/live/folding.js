/* Folds a name as rnncourse.datasets.names.fold_name does: to small letters a to z, blanks, apostrophes and hyphens.
 *
 *   tidy(text)     what was typed in composed letters (NFC), with single blanks
 *   signs(text)    its letters, each with the marks that stand on it
 *   fold(text)     "Großé" → "grosse"; an Error in words for what is no name in Latin letters
 *   foldOne(sign)  the same for one character
 */
import { FOLDS, MARKS } from "./folds.js";

export const LONGEST = 40; // letters, as fold_name has it
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g; // what Python takes for blanks
const FOLD = new Map(Object.entries(FOLDS).flatMap(([folded, letters]) => [...letters].map((letter) => [letter, folded])));

const single = (text) => text.replace(SPACES, " ").replace(/^ | $/g, "");
export const tidy = (text) => single(text.normalize("NFC"));
export const signs = (text) => tidy(text).match(/\P{M}\p{M}*|^\p{M}+/gu) ?? [];

export function fold(text) {
  const letters = [...tidy(text)];
  demandShort(letters.length);
  const folded = single(letters.map(foldOne).join(""));
  demandShort(folded.length);
  if (!/[a-z]/.test(folded)) throw new Error("There is no letter in this name; write at least one.");
  return folded;
}

function demandShort(length) {
  if (length > LONGEST) throw new Error(`The name has ${length} letters; ${LONGEST} are the most. Write a shorter one.`);
}

export function foldOne(sign) {
  if (sign === " " || FOLD.has(sign)) return FOLD.get(sign) ?? sign;
  if (MARKS.test(sign)) return "";
  const code = `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  const named = /[\p{C}\p{M}]/u.test(sign) ? `The sign ${code}` : `“\u2068${sign}\u2069” (${code})`; // isolated: it may run from right to left
  throw new Error(`${named} is no letter of the Latin script. Write Latin letters, blanks, apostrophes and hyphens.`);
}
