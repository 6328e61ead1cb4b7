/**
 * RFC 3492, decoding: the letters of a label after `xn--`; null for what is none.
 *
 * @param {string} text
 * @returns {string | null}
 */
export function punycode(text) {
  const cut = text.lastIndexOf("-"), signs = [...text.slice(0, Math.max(cut, 0))];
  let code = 128, at = 0, bias = 72;
  for (let i = cut + 1; i < text.length;) {
    const before = at;
    for (let weight = 1, k = 36; ; k += 36, i += 1) {
      if (!/[a-z0-9]/.test(text[i] || "")) return null;
      const value = parseInt(text[i], 36), digit = value < 10 ? value + 26 : value - 10;
      const least = Math.min(Math.max(k - bias, 1), 26);
      at += digit * weight;
      if (digit < least) break;
      weight *= 36 - least;
    }
    i += 1;
    const size = signs.length + 1;
    let delta = Math.floor((at - before) / (before ? 2 : 700)), steps = 0;
    for (delta += Math.floor(delta / size); delta > 455; steps += 36) delta = Math.floor(delta / 35);
    bias = steps + Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(at / size);
    at %= size;
    if (code > 0x10ffff) return null;
    signs.splice(at, 0, String.fromCodePoint(code));
    at += 1;
  }
  return signs.join("");
}
