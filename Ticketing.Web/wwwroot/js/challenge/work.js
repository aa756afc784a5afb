// The worker of challenge.js. SHA-256 by hand (FIPS 180-4): the browser's own answers one hash after the other only, each by a
// promise, which takes ten times as long, and is for pages from https only.

const primes = [];
for (let number = 2; primes.length < 64; number++) {
  if (primes.every(prime => number % prime !== 0)) primes.push(number);
}
const fraction = root => ((root - Math.floor(root)) * 2 ** 32) | 0;
const constants = Int32Array.from(primes, prime => fraction(Math.cbrt(prime)));
const initial = Int32Array.from(primes.slice(0, 8), prime => fraction(Math.sqrt(prime)));
const schedule = new Int32Array(64);

/** Works a block of sixteen words, those of the schedule's beginning, into the state of eight. */
function compress(state) {
  for (let n = 16; n < 64; n++) {
    const old = schedule[n - 15];
    const late = schedule[n - 2];
    const s0 = ((old >>> 7) | (old << 25)) ^ ((old >>> 18) | (old << 14)) ^ (old >>> 3);
    const s1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    schedule[n] = schedule[n - 16] + s0 + schedule[n - 7] + s1;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let n = 0; n < 64; n++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[n] + schedule[n]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** Works all whole blocks of a text into the state, and the rest too if the text ends with it. */
function digest(state, text, from, isEnd) {
  const end = isEnd ? ((text.length + 8) | 63) + 1 : text.length & ~63;
  for (let at = from; at < end; at += 64) {
    schedule.fill(0, 0, 16);
    for (let n = at; n < Math.min(at + 64, text.length); n++) schedule[(n >> 2) & 15] |= text.charCodeAt(n) << (24 - 8 * (n & 3));
    if (isEnd && at <= text.length && text.length < at + 64) schedule[(text.length >> 2) & 15] |= 0x80 << (24 - 8 * (text.length & 3));
    if (isEnd && at + 64 === end) schedule[15] = text.length * 8;
    compress(state);
  }
  return end;
}

addEventListener("message", ({ data: { challenge, bits } }) => {
  const first = initial.slice();
  const from = digest(first, challenge, 0, false);
  const state = new Int32Array(8);
  for (let number = 0; ; number++) {
    const answer = `${challenge}.${number}`;
    state.set(first);
    digest(state, answer, from, true);
    // At most 32 bits.
    if (Math.clz32(state[0]) >= bits) return postMessage(answer);
  }
});
