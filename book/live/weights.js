/* Loads a net at first touch: `loadWeights(id)` gives a promise of what `build` in nets.js makes, `loadArrays(id)`, for plain
 * arrays (rnncourse.live.pack_arrays), of what `unpack` makes, and `loadBytes(id)` of what is neither.
 *
 * A page that publishes a net (rnncourse.live.publish) holds
 *   <script type="application/json" data-live-weights="ID">{"file": "…/_static/live/CHECKSUM.bin", "manifest": {…}}</script>
 * Bytes come from this site only, and only those that the page was built with: length and SHA-256 are compared (the latter
 * where the browser can compute it: over https, or on this machine). An Error says in words what went wrong; the next touch
 * tries again.
 */
import { build, unpack } from "./nets.js";
import { described } from "./published.js";

const loading = new Map();

export const loadWeights = (id) => once(id, build);
export const loadArrays = (id) => once(id, unpack);
export const loadBytes = (id) => once(id, (manifest, bytes) => bytes);

function once(id, make) {
  if (!loading.has(id)) {
    const made = load(id, make);
    made.catch(() => loading.delete(id));
    loading.set(id, made);
  }
  return loading.get(id);
}

async function load(id, make) {
  const { file, manifest } = described(id);
  return make(manifest, await verified(await fetched(file), manifest));
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
