// Starts the live models of a page, each when it comes near the window or is touched. Until then, and where it cannot start,
// the place shows what the page has written there.

async function start(place) {
  if (place.dataset.state) return;
  place.dataset.state = "loading";
  const stage = document.createElement("div");
  stage.className = "live-stage";
  try {
    const model = await import(`./${place.dataset.live}.js`);
    place.querySelector(".live-still").before(stage);
    model.mount(stage, JSON.parse(place.dataset.options));
    place.dataset.state = "running";
  } catch (error) {
    stage.remove();
    place.dataset.state = "failed";
    place.querySelector(".live-still").append(` It could not be started here (${error.message}).`);
  }
}

const near = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => start(entry.target)),
  { rootMargin: "400px" },
);
for (const place of document.querySelectorAll("[data-live]")) {
  near.observe(place);
  for (const touch of ["pointerdown", "focusin"]) place.addEventListener(touch, () => start(place), { once: true });
}
