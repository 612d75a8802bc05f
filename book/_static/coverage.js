// A hundred experiments in which two methods are equally good: how many intervals contain the true difference, zero?
// Draws into #coverage-lab; everything is computed in the page.
const STUDENT = { 3: 4.3027, 5: 2.7764, 10: 2.2622, 40: 2.0227 }; // Student's t at 0.975 with groups - 1 degrees of freedom
const EXPERIMENTS = 100;
const DRAWS = 1000;

function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

const mean = (x) => x.reduce((sum, value) => sum + value, 0) / x.length;

function byStudent(x) {
  const middle = mean(x);
  const variance = x.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (x.length - 1);
  const margin = STUDENT[x.length] * Math.sqrt(variance / x.length);
  return [middle - margin, middle + margin];
}

function byBootstrap(x) {
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[Math.floor(Math.random() * x.length)];
    return sum / x.length;
  }).sort((a, b) => a - b);
  return [means[Math.floor(0.025 * DRAWS)], means[Math.ceil(0.975 * DRAWS) - 1]];
}

const RECIPES = { bootstrap: ["bootstrap", byBootstrap], student: ["Student’s t", byStudent] };

function choice(name, legend, options) {
  const set = document.createElement("fieldset");
  set.innerHTML = `<legend>${legend}</legend>` + options.map(([value, text], index) =>
    `<label><input type="radio" name="${name}" value="${value}"${index ? "" : " checked"}> ${text}</label>`).join(" ");
  return set;
}

function draw(picture, intervals) {
  const reach = 4;
  const place = (value) => 300 + 300 * Math.max(-1, Math.min(1, value / reach));
  const line = ([low, high], row) => {
    const missed = low > 0 || high < 0;
    return `<line x1="${place(low).toFixed(1)}" x2="${place(high).toFixed(1)}" y1="${4 + 3 * row}" y2="${4 + 3 * row}" class="${missed ? "missed" : "held"}"/>`;
  };
  picture.innerHTML = intervals.map(line).join("") + '<line x1="300" x2="300" y1="0" y2="306" class="truth"/>';
}

function start(lab) {
  lab.textContent = "";
  const form = document.createElement("form");
  const button = document.createElement("button");
  button.textContent = "Run 100 experiments";
  const result = document.createElement("p");
  result.setAttribute("role", "status");
  form.append(
    choice("groups", "Groups", Object.keys(STUDENT).map((count) => [count, count])),
    choice("recipe", "Interval by", Object.entries(RECIPES).map(([value, [text]]) => [value, text])),
    button,
  );
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 600 306");
  picture.setAttribute("role", "img");
  lab.append(form, result, picture);

  let total = 0, held = 0, setting = "";
  function run() {
    const { groups, recipe } = Object.fromEntries(new FormData(form));
    const [name, interval] = RECIPES[recipe];
    if (setting !== groups + recipe) [total, held, setting] = [0, 0, groups + recipe];
    const intervals = Array.from({ length: EXPERIMENTS }, () => interval(Array.from({ length: +groups }, normal)));
    const now = intervals.filter(([low, high]) => low <= 0 && high >= 0).length;
    total += EXPERIMENTS;
    held += now;
    draw(picture, intervals);
    const words = `${now} of 100 intervals by ${name} with ${groups} groups contain the truth`;
    picture.setAttribute("aria-label", `A line for each of 100 intervals and one for the truth: ${words}.`);
    result.textContent = `${words}${total > EXPERIMENTS ? `; of all ${total} so far, ${(100 * held / total).toFixed(0)} in 100` : ""}. Promised are 95.`;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  form.addEventListener("change", run);
  run();
}

const lab = document.getElementById("coverage-lab");
if (lab) start(lab);
