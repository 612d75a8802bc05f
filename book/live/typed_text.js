// What a model reads of a text that somebody has typed: the symbols of its alphabet; what else stands there is skipped, and told.

export const LONGEST = 1500; // symbols
const LIKE = { "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\t": " ", "\u00a0": " ", "\r": "\n" };

// { text, words }: what is read, and what to say about the rest ("" if that is nothing).
export function readable(typed, alphabet) {
  const known = new Set(alphabet), skipped = new Map(), found = [];
  for (const sign of typed.replaceAll("\r\n", "\n")) {
    const read = known.has(sign) ? sign : LIKE[sign];
    if (known.has(read)) found.push(read);
    else skipped.set(sign, (skipped.get(sign) ?? 0) + 1);
  }
  return { text: found.slice(0, LONGEST).join(""), words: [told(skipped), tooLong(found.length)].filter(Boolean).join(" ") };
}

function told(skipped) {
  const names = [...skipped].slice(0, 6).map(([sign, count]) => named(sign) + (count > 1 ? `, ${count} times` : ""));
  if (!names.length) return "";
  const others = skipped.size - names.length;
  return `Skipped, because no model here has ever read it: ${names.join("; ")}${others > 0 ? `; and ${others} other signs` : ""}.`;
}

function named(sign) {
  const code = `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return /[\p{C}\p{M}\p{Z}]/u.test(sign) ? `the sign ${code}` : `“\u2068${sign}\u2069”`; // isolated: it may run from right to left
}

const tooLong = (count) => (count > LONGEST ? `The text has ${count} characters; only the first ${LONGEST} are read.` : "");
