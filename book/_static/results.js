// The page of results: a filter over all rows, and a link to a row opens the chapter in which it stands.
function revealRow() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!row) return;
  for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  row.scrollIntoView({ block: "center" });
}

function addFilter(folds) {
  const label = document.createElement("label");
  label.className = "filter";
  label.innerHTML = 'Show numbers about <input type="search" placeholder="perplexity, LSTM, last-names …"> <output></output>';
  folds[0].before(label);
  const [input, output] = [label.querySelector("input"), label.querySelector("output")];
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const fold of folds) {
      let here = 0;
      for (const row of fold.querySelectorAll("tbody tr")) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) here += 1;
      }
      fold.hidden = words.length > 0 && here === 0;
      fold.open = words.length > 0 && here > 0;
      found += here;
    }
    output.textContent = words.length ? `${found} found` : "";
  });
}

addEventListener("load", () => {
  const folds = [...document.querySelectorAll("details.fold")];
  if (!folds.length) return;
  addFilter(folds);
  revealRow();
  addEventListener("hashchange", revealRow);
});
