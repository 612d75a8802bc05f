// What a net reads of a typed word: small letters a to z. { word, words }: the letters, and what to say about the rest ("" if
// that is nothing); an Error in words for what is no word in Latin letters.
import { foldOne, tidy } from "./folding.js";

export const LONGEST = 30; // letters

export function readWord(typed) {
  const signs = [...tidy(typed)];
  demandShort(signs.length);
  const folded = signs.map(foldOne).join(""), word = folded.replace(/[^a-z]/g, "");
  demandShort(word.length);
  if (signs.length && !word) throw new Error("There is no letter in this word. Write at least one.");
  return { word, words: word === folded ? "" : "Blanks, apostrophes and hyphens are left out." };
}

function demandShort(length) {
  if (length > LONGEST) throw new Error(`The word has ${length} letters; ${LONGEST} are the most. Write a shorter one.`);
}
