// On the page of results: excerpts without code and formulas, and first of all the chapters that the glossary names for a term.
// Search, Scorer and Stemmer are those of Sphinx; CHAPTERS_BY_TERM comes from the build.
const NOT_WORDS = "script, style, pre, .katex, .headerlink, .cell_output, .numbers-here, .chapter-line, .sd-tab-label, table.collected, summary";

Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const article = page.querySelector("article.bd-article") ?? page.body;
  const place = (anchor && article.querySelector(anchor)) || article;
  for (const element of place.querySelectorAll(NOT_WORDS)) element.remove();
  return place.textContent.replace(/\s+/g, " ");
};

const stems = (text) => text.toLowerCase().split(/[^\p{L}\d]+/u).filter(Boolean).map((word) => new Stemmer().stemWord(word));
const asked = new Set(stems(new URLSearchParams(location.search).get("q") ?? ""));
const FIRST = 500;

// A term counts if the question holds all of its words, and the more of them it has, the more.
function weight(term) {
  const own = stems(term);
  const held = own.filter((stem) => asked.has(stem)).length;
  return held === own.length ? held : 0;
}

const boost = new Map();
for (const [term, pages] of Object.entries(CHAPTERS_BY_TERM)) {
  const weightOfTerm = weight(term);
  if (weightOfTerm) pages.forEach((page, place) => boost.set(page, (boost.get(page) ?? 0) + FIRST * weightOfTerm - place));
}

Scorer.score = ([page, , anchor, , score]) => score + (anchor ? 0 : boost.get(page) ?? 0);
