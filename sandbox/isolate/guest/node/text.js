/**
 * Bytes and text, as Node and browsers have them and V8 alone has not: Buffer, TextEncoder,
 * TextDecoder, atob, btoa. One function expression.
 *
 * Covers: UTF-8, Latin-1, ASCII, hex, base64 and base64url; what of Buffer programs commonly use.
 * Does not cover: UTF-16, reading numbers out of bytes (DataView does that).
 */
(function furnishText() {
  const bad = 0xfffd;
  function encode(s) {
    const out = new Uint8Array(s.length * 3);
    let at = 0;
    for (let i = 0; i < s.length; i++) {
      let c = s.charCodeAt(i);
      if (c < 0x80) {
        out[at++] = c;
        continue;
      }
      if (c >= 0xd800 && c < 0xe000) {
        const next = i + 1 < s.length ? s.charCodeAt(i + 1) : 0;
        const paired = c < 0xdc00 && next >= 0xdc00 && next < 0xe000;
        c = paired ? 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00) : bad;
        if (paired) i++;
      }
      if (c < 0x800) out[at++] = 0xc0 | (c >> 6);
      else {
        if (c < 0x10000) out[at++] = 0xe0 | (c >> 12);
        else {
          out[at++] = 0xf0 | (c >> 18);
          out[at++] = 0x80 | ((c >> 12) & 63);
        }
        out[at++] = 0x80 | ((c >> 6) & 63);
      }
      out[at++] = 0x80 | (c & 63);
    }
    return out.slice(0, at);
  }

  /** Ill-formed bytes become U+FFFD, one for the longest part that could have begun a character. */
  function decode(bytes) {
    const parts = [];
    let codes = [];
    const put = (code) => {
      codes.push(code);
      if (codes.length >= 4096) {
        parts.push(String.fromCodePoint(...codes));
        codes = [];
      }
    };
    for (let i = 0; i < bytes.length; ) {
      const b = bytes[i++];
      if (b < 0x80) {
        put(b);
        continue;
      }
      const more =
        b >= 0xc2 && b < 0xe0 ? 1 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : 0;
      let code = more === 0 ? bad : b & (0x3f >> more);
      for (let k = 0; k < more; k++) {
        const low = k > 0 ? 0x80 : b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80;
        const high = k > 0 ? 0xbf : b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf;
        const c = bytes[i];
        if (!(c >= low && c <= high)) {
          code = bad;
          break;
        }
        code = (code << 6) | (c & 63);
        i++;
      }
      put(code);
    }
    parts.push(String.fromCodePoint(...codes));
    return parts.join('');
  }

  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const digits = new Map([...alphabet].map((c, i) => [c, i]));
  digits.set('-', 62).set('_', 63);
  function toBase64(bytes) {
    let out = '';
    for (let i = 0; i < bytes.length; i += 3) {
      const [a, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
      const n = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
      out += alphabet[n >> 18] + alphabet[(n >> 12) & 63];
      out += b === undefined ? '=' : alphabet[(n >> 6) & 63];
      out += c === undefined ? '=' : alphabet[n & 63];
    }
    return out;
  }
  function fromBase64(s) {
    const out = [];
    let held = 0;
    let bits = 0;
    for (const c of s) {
      const digit = digits.get(c);
      if (c === '=') break;
      if (digit === undefined) continue;
      held = ((held << 6) | digit) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out.push((held >> bits) & 255);
      }
    }
    return Uint8Array.from(out);
  }
  const latin1 = (bytes) => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
  const toHex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  const url = (s) => s.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  const codecs = {
    utf8: [encode, decode],
    latin1: [(s) => Uint8Array.from(s, (c) => c.charCodeAt(0)), latin1],
    ascii: [
      (s) => Uint8Array.from(s, (c) => c.charCodeAt(0)),
      (b) => latin1(b.map((x) => x & 127)),
    ],
    hex: [
      (s) => Uint8Array.from(s.match(/[\da-f]{2}/gi) ?? [], (h) => Number.parseInt(h, 16)),
      toHex,
    ],
    base64: [fromBase64, toBase64],
    base64url: [fromBase64, (bytes) => url(toBase64(bytes))],
  };
  const codec = (name = 'utf8') => {
    const plain = String(name ?? 'utf8').toLowerCase();
    const found = codecs[plain === 'utf-8' ? 'utf8' : plain === 'binary' ? 'latin1' : plain];
    if (!found) throw new TypeError(`Unknown encoding: ${name}`);
    return found;
  };

  const known = new WeakMap(); // the text that bytes were made from
  class Buffer extends Uint8Array {
    static from(value, encoding, length) {
      if (typeof value === 'string') {
        const bytes = codec(encoding)[0](value);
        return new Buffer(bytes.buffer, bytes.byteOffset, bytes.length);
      }
      if (value instanceof ArrayBuffer) return new Buffer(value, encoding, length);
      return new Buffer(value?.type === 'Buffer' ? value.data : value);
    }
    static alloc(size, fill) {
      const made = new Buffer(size);
      return fill === undefined ? made : made.fill(fill);
    }
    static allocUnsafe(size) {
      return new Buffer(size);
    }
    static isBuffer(value) {
      return value instanceof Buffer;
    }
    static byteLength(value, encoding) {
      return typeof value === 'string' ? codec(encoding)[0](value).length : value.byteLength;
    }
    static concat(list, size = list.reduce((sum, part) => sum + part.length, 0)) {
      const made = new Buffer(size);
      let at = 0;
      for (const part of list) {
        made.set(part.subarray(0, size - at), at);
        at += part.length;
      }
      return made;
    }
    /** Standard input as bytes: most programs make text of it at once. */
    static ofText(text) {
      const made = Buffer.from(text);
      known.set(made, text);
      return made;
    }
    fill(value, from, to) {
      return super.fill(typeof value === 'string' ? encode(value)[0] : value, from, to);
    }
    toString(encoding, from = 0, to = this.length) {
      const whole = from === 0 && to >= this.length && known.has(this);
      if (whole && codec(encoding)[1] === decode) return known.get(this);
      return codec(encoding)[1](
        new Uint8Array(this.buffer, this.byteOffset, this.length).subarray(from, to),
      );
    }
    equals(other) {
      return this.length === other.length && this.every((b, i) => b === other[i]);
    }
    slice(from, to) {
      return this.subarray(from, to);
    }
    toJSON() {
      return { type: 'Buffer', data: [...this] };
    }
  }

  class TextEncoder {
    encoding = 'utf-8';
    encode(s = '') {
      return encode(String(s));
    }
  }
  class TextDecoder {
    encoding = 'utf-8';
    decode(bytes) {
      if (bytes === undefined) return '';
      const view = ArrayBuffer.isView(bytes)
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : new Uint8Array(bytes);
      return decode(view).replace(/^\ufeff/, '');
    }
  }
  const btoa = (s) => {
    const text = String(s);
    if (/[^\0-\xff]/.test(text)) throw new TypeError('Expected characters up to U+00FF');
    return toBase64(codecs.latin1[0](text));
  };
  const atob = (s) => latin1(fromBase64(String(s)));
  return { Buffer, TextEncoder, TextDecoder, atob, btoa };
});
