// The random numbers of numpy.random.default_rng(seed), so that a page can draw what a chapter has drawn.
//
// After NumPy's SeedSequence (O'Neill's seed_seq), PCG64 (O'Neill 2014) and the ziggurat of Marsaglia and Tsang (2000).

const MASK = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const LAYERS = 256;
const RIGHTMOST = 3.6541528853610088; // where the tail of the normal density begins
const AREA = 0.004928673233974658; // of each layer below it

// Four words of 64 bits from a seed of at most 32 bits.
function seedWords(seed) {
  let constant = 0x43b0d7e5;
  const hash = (value) => {
    value ^= constant;
    constant = Math.imul(constant, 0x931e8875);
    value = Math.imul(value, constant);
    return (value ^ (value >>> 16)) >>> 0;
  };
  const mix = (a, b) => {
    const mixed = Math.imul(0xca01f9dd, a) - Math.imul(0x4973f715, b);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const pool = [hash(seed), hash(0), hash(0), hash(0)];
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  constant = 0x8b51f9dd;
  const words = Array.from({ length: 8 }, (_, index) => {
    let value = pool[index % 4] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    value = Math.imul(value, constant);
    return BigInt((value ^ (value >>> 16)) >>> 0);
  });
  return [0, 2, 4, 6].map((index) => words[index] | (words[index + 1] << 32n));
}

// The layers of the ziggurat: what scales an integer to a layer, where it is surely inside, and the density.
function ziggurat() {
  const scale = new Float64Array(LAYERS), inside = new Float64Array(LAYERS), density = new Float64Array(LAYERS);
  const whole = 2 ** 52, height = (x) => Math.exp(-0.5 * x * x);
  let x = RIGHTMOST;
  const base = AREA / height(x);
  [inside[0], scale[0], density[0]] = [Math.floor((x / base) * whole), base / whole, 1];
  [scale[LAYERS - 1], density[LAYERS - 1]] = [x / whole, height(x)];
  for (let layer = LAYERS - 2; layer > 0; layer--) {
    const next = Math.sqrt(-2 * Math.log(AREA / x + height(x)));
    inside[layer + 1] = Math.floor((next / x) * whole);
    [x, scale[layer], density[layer]] = [next, next / whole, height(next)];
  }
  return { scale, inside, density };
}

const { scale, inside, density } = ziggurat();

export class Generator {
  constructor(seed) {
    const [high, low, highStream, lowStream] = seedWords(seed);
    this.increment = ((((highStream << 64n) | lowStream) << 1n) | 1n) & MASK;
    this.state = (this.increment + ((high << 64n) | low)) & MASK;
    this.advance();
  }

  advance() {
    this.state = (this.state * MULTIPLIER + this.increment) & MASK;
  }

  // The next 64 random bits.
  bits() {
    this.advance();
    const mixed = BigInt.asUintN(64, (this.state >> 64n) ^ this.state);
    const turn = this.state >> 122n;
    return BigInt.asUintN(64, (mixed >> turn) | (mixed << ((64n - turn) & 63n)));
  }

  // A number from 0 to 1.
  double() {
    return Number(this.bits() >> 11n) * 2 ** -53;
  }

  // A number from the normal distribution.
  normal() {
    for (;;) {
      const bits = this.bits();
      const layer = Number(bits & 0xffn), sign = (bits >> 8n) & 1n ? -1 : 1;
      const integer = Number((bits >> 9n) & 0xfffffffffffffn);
      const x = sign * integer * scale[layer];
      if (integer < inside[layer]) return x;
      if (layer === 0) return this.tail(Math.floor(integer / 256) % 2 ? -1 : 1);
      const height = (density[layer - 1] - density[layer]) * this.double() + density[layer];
      if (height < Math.exp(-0.5 * x * x)) return x;
    }
  }

  tail(sign) {
    for (;;) {
      const beyond = -Math.log1p(-this.double()) / RIGHTMOST, height = -Math.log1p(-this.double());
      if (2 * height > beyond * beyond) return sign * (RIGHTMOST + beyond);
    }
  }

  doubles(count, low, high) {
    return Float64Array.from({ length: count }, () => low + (high - low) * this.double());
  }

  normals(count) {
    return Float64Array.from({ length: count }, () => this.normal());
  }
}
