// What a page says of a net or of arrays that it publishes (see weights.js): `described(id)` is { file, manifest }. Nothing is loaded.
// An Error says in words what is wrong.
export function described(id) {
  const scripts = [...document.querySelectorAll("script[data-live-weights]")];
  const script = scripts.find((each) => each.dataset.liveWeights === id);
  if (!script) throw new Error(`This page holds no net of the name “${id}”.`);
  const found = JSON.parse(script.textContent);
  if (new URL(found.file, document.baseURI).origin !== location.origin) throw new Error("The net would come from another site.");
  return found;
}
