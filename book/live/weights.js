/* Loads a net at first touch: `loadWeights(id)` gives a promise of what `build` in nets.js makes, `loadBytes(id)` one of what is
 * no net.
 *
 * A page that publishes a net (rnncourse.live.publish) holds
 *   <script type="application/json" data-live-weights="ID">{"file": "…/_static/live/CHECKSUM.bin", "manifest": {…}}</script>
 * Bytes come from this site only, and only those that the page was built with: length and SHA-256 are compared (the latter
 * where the browser can compute it: over https, or on this machine). An Error says in words what went wrong; the next touch
 * tries again.
 */
import { build } from "./nets.js";

const loading = new Map();

function once(id, load) {
  if (!loading.has(id)) {
    const found = load();
    found.catch(() => loading.delete(id));
    loading.set(id, found);
  }
  return loading.get(id);
}

export const loadWeights = (id) => once(id, async () => build(described(id).manifest, await bytes(id)));
export const loadBytes = (id) => once(id, () => bytes(id));

async function bytes(id) {
  const { file, manifest } = described(id);
  return verified(await fetched(file), manifest);
}

function described(id) {
  const scripts = [...document.querySelectorAll("script[data-live-weights]")];
  const script = scripts.find((each) => each.dataset.liveWeights === id);
  if (!script) throw new Error(`This page holds no net of the name “${id}”.`);
  const found = JSON.parse(script.textContent);
  if (new URL(found.file, document.baseURI).origin !== location.origin) throw new Error("The net would come from another site.");
  return found;
}

async function fetched(file) {
  const response = await fetch(new URL(file, document.baseURI)).catch(() => null);
  if (!response) throw new Error("The net could not be loaded: there is no connection. Try again.");
  if (!response.ok) throw new Error(`The net could not be loaded (${response.status}). Reload the page.`);
  return response.arrayBuffer();
}

async function verified(buffer, { bytes, checksum }) {
  let same = buffer.byteLength === bytes;
  if (same && globalThis.crypto?.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
    same = checksum === Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  if (!same) throw new Error("The net that was loaded is damaged, or of another build of this page. Reload the page.");
  return buffer;
}
