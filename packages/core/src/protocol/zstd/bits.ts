/** What is no Zstandard. */
export function damaged(what: string): Error {
  return new Error(`zstd: ${what}`)
}

/**
 * Bits read backwards, as entropy-coded streams of Zstandard are (RFC 8878, 4.1): the highest set bit of the last byte
 * marks the end. Behind the beginning there are zeros; `left` below 0 tells that they were read.
 */
export class BackwardBits {
  readonly #bytes: Uint8Array
  left: number

  constructor(bytes: Uint8Array) {
    const last = bytes[bytes.length - 1] ?? 0
    if (last === 0) throw damaged('a stream of bits without its end mark')
    this.#bytes = bytes
    this.left = bytes.length * 8 - 8 + (31 - Math.clz32(last))
  }

  /** The next `count` bits, 32 at most. */
  read(count: number): number {
    this.left -= count
    return bitsAt(this.#bytes, this.left, count)
  }

  /** The next bits without taking them, 16 at most. */
  peek(count: number): number {
    return bitsAt(this.#bytes, this.left - count, count)
  }

  skip(count: number): void {
    this.left -= count
  }
}

/** Bits read forwards, the lowest of each byte first. */
export class ForwardBits {
  readonly #bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(count: number): number {
    const bits = bitsAt(this.#bytes, this.at, count)
    this.at += count
    if (this.at > this.#bytes.length * 8) throw damaged('a table that is cut off')
    return bits
  }
}

/** `count` bits from bit `start` on, little-endian; what lies outside is zero. */
function bitsAt(bytes: Uint8Array, start: number, count: number): number {
  if (count > 16) return bitsAt(bytes, start, 16) + bitsAt(bytes, start + 16, count - 16) * 0x10000
  if (start < 0) return start + count <= 0 ? 0 : bitsAt(bytes, 0, start + count) << -start
  const at = start >> 3
  const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)
  return (three >>> (start & 7)) & ((1 << count) - 1)
}
