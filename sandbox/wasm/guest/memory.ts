/**
 * Reads and writes the linear memory of the interpreter: little-endian, 32-bit pointers. Views are
 * taken afresh after the memory has grown. Self-contained: see source.ts.
 */

/** The part of WebAssembly.Memory that is used here. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export type Memory = ReturnType<typeof makeMemory>;

export function makeMemory(linear: LinearMemory) {
  let u8 = new Uint8Array(linear.buffer);
  let view = new DataView(linear.buffer);
  const fresh = (): Uint8Array => {
    if (u8.byteLength === 0 || u8.buffer !== linear.buffer) {
      u8 = new Uint8Array(linear.buffer);
      view = new DataView(linear.buffer);
    }
    return u8;
  };
  const data = (): DataView => {
    fresh();
    return view;
  };

  /** UTF-8 to a string; ill-formed bytes become U+FFFD. */
  function decode(bytes: Uint8Array): string {
    let text = '';
    for (let i = 0; i < bytes.length; ) {
      const first = bytes[i++] as number;
      if (first < 0x80) {
        text += String.fromCharCode(first);
        continue;
      }
      const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
      let point = more === 0 ? -1 : first & (0x3f >> more);
      for (let k = 0; k < more; k++) {
        const next = bytes[i];
        if (next === undefined || (next & 0xc0) !== 0x80) {
          point = -1;
          break;
        }
        point = (point << 6) | (next & 0x3f);
        i++;
      }
      text += point < 0 || point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
    }
    return text;
  }

  /** A string to UTF-8; lone surrogates become U+FFFD. */
  function encode(text: string): Uint8Array {
    const out: number[] = [];
    for (const character of text) {
      let c = character.codePointAt(0) as number;
      if (c >= 0xd800 && c <= 0xdfff) c = 0xfffd;
      if (c < 0x80) out.push(c);
      else if (c < 0x800) out.push(0xc0 | (c >> 6), 0x80 | (c & 63));
      else if (c < 0x10000) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
      else
        out.push(
          0xf0 | (c >> 18),
          0x80 | ((c >> 12) & 63),
          0x80 | ((c >> 6) & 63),
          0x80 | (c & 63),
        );
    }
    return new Uint8Array(out);
  }

  return {
    encode,
    decode,
    bytes: fresh,
    slice: (at: number, length: number): Uint8Array =>
      fresh().subarray(at >>> 0, (at >>> 0) + (length >>> 0)),
    u32: (at: number): number => data().getUint32(at >>> 0, true),
    i32: (at: number): number => data().getInt32(at >>> 0, true),
    i64: (at: number): number => Number(data().getBigInt64(at >>> 0, true)),
    set8: (at: number, value: number): void => data().setUint8(at >>> 0, value),
    set16: (at: number, value: number): void => data().setUint16(at >>> 0, value, true),
    set32: (at: number, value: number): void => data().setUint32(at >>> 0, value, true),
    set64: (at: number, value: number): void =>
      data().setBigInt64(at >>> 0, BigInt(Math.trunc(value)), true),
    /** The NUL-terminated string at a pointer. */
    string(at: number): string {
      const all = fresh();
      const end = all.indexOf(0, at >>> 0);
      return decode(all.subarray(at >>> 0, end));
    },
    /** Writes a string and its NUL; the bytes written without the NUL. */
    setString(at: number, text: string): number {
      const encoded = encode(text);
      fresh().set(encoded, at >>> 0);
      fresh()[(at >>> 0) + encoded.length] = 0;
      return encoded.length;
    },
    /** Grows to `size` bytes; false when refused. */
    grow(size: number): boolean {
      try {
        linear.grow(Math.ceil((size - linear.buffer.byteLength) / 65536));
      } catch {
        return false;
      }
      fresh();
      return true;
    },
  };
}
