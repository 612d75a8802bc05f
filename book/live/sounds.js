// The 39 sounds of the pronouncing dictionary (ARPAbet), for who does not know their names: how each is written in plain
// letters, and a word that has it, with the letters for it between bars.

export const LONGEST = 20; // sounds of a word
const VOWELS = {
  AA: "ah f|a|ther", AE: "a c|a|t", AH: "uh c|u|p", AO: "aw l|aw|", AW: "ow c|ow|", AY: "igh h|igh|", EH: "e p|e|t", ER: "ur h|ur|t", EY: "ay d|ay|",
  IH: "i p|i|t", IY: "ee s|ee|", OW: "oh b|oa|t", OY: "oy b|oy|", UH: "oo b|oo|k", UW: "ooh m|oo|n",
};
const CONSONANTS = {
  B: "b |b|ee", CH: "ch |ch|in", D: "d |d|ay", DH: "th |th|is", F: "f |f|ee", G: "g |g|o", HH: "h |h|e", JH: "j |j|am", K: "k |k|ey", L: "l |l|eg",
  M: "m |m|e", N: "n |n|o", NG: "ng si|ng|", P: "p |p|ea", R: "r |r|ed", S: "s |s|ea", SH: "sh |sh|e", T: "t |t|ea", TH: "th |th|in", V: "v |v|an",
  W: "w |w|e", Y: "y |y|es", Z: "z |z|oo", ZH: "zh mea|s|ure",
};
const read = (table) => Object.entries(table).map(([sound, text]) => [sound, text.split(" ")]);
const SOUNDS = new Map([...read(VOWELS), ...read(CONSONANTS)]);
export const GROUPS = { Vowels: Object.keys(VOWELS), Consonants: Object.keys(CONSONANTS) };

// “f-oh-n”
export const plain = (sounds) => sounds.map((sound) => SOUNDS.get(sound)?.[0] ?? sound).join("-");

// A word with a sound, in three parts: before, the letters for it, after.
export const wordWith = (sound) => SOUNDS.get(sound)?.[1].split("|") ?? ["", sound, ""];

export const inWords = (sound) => `${sound}, as in ${wordWith(sound).join("")}`;

// What was typed as sounds: “k w ih1 k” → K, W, IH, K. An Error in words for what is none.
export function readSounds(text) {
  const sounds = text.toUpperCase().split(/[\s,.-]+/u).filter(Boolean).map((each) => each.replace(/(?<=[A-Z])[0-2]$/, ""));
  if (sounds.length > LONGEST) throw new Error(`There are ${sounds.length} sounds; ${LONGEST} are the most. Take some away.`);
  const other = sounds.find((sound) => !SOUNDS.has(sound));
  if (other === undefined) return sounds;
  const signs = [...other], quoted = signs.length > 12 ? `${signs.slice(0, 12).join("")}…` : other;
  throw new Error(`“\u2068${quoted}\u2069” is no sound here. Press the buttons, or write sounds such as K W IH K, with blanks between them.`);
}
