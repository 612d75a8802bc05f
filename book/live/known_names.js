// Which names exist: the keys of rnncourse.generation.name_key, as numbers that rnncourse/live/counting.py has packed.

const LEGAL = new Set(("ab ag as bv co company corp corporation gmbh inc incorporated kg limited llc llp lp ltd nv oy plc pte pty " +
  "sa sarl sas spa srl").split(" "));

// What two spellings of a name share: “Fannie’s, Inc.” → “fannies”.
export function nameKey(name) {
  const plain = name.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  const words = plain.replace(/[.'’]/g, "").replaceAll(",", " ").split(/\s+/).filter(Boolean);
  while (words.length > 1 && LEGAL.has(words.at(-1))) words.pop();
  return words.join("").replace(/[^\p{L}\p{N}]/gu, "") || plain;
}

// 24 bits: FNV-1a of the key, its upper 8 bits folded onto the lower.
export function numberOf(key) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(key)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 24) ^ (value & 0xffffff);
}

// A function that tells whether a name is among those in the bytes.
export function knownNames(buffer) {
  const bytes = new Uint8Array(buffer), numbers = new Set();
  for (let i = 0; i < bytes.length; i += 3) numbers.add((bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2]);
  return (name) => numbers.has(numberOf(nameKey(name)));
}

// A function that says of a name whether it stands in a list, one a line, exists elsewhere, or is new.
export function marker(list, buffer) {
  const read = new Set(list.split("\n").filter(Boolean).map(nameKey)), exists = knownNames(buffer);
  return (name) => (read.has(nameKey(name)) ? "in the list that the models have read" : exists(name) ? "exists, but no model has read it" : "new");
}
