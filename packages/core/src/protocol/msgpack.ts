/**
 * All values of MessagePack in `bytes`, one behind the other (https://github.com/msgpack/msgpack/blob/master/spec.md), as they
 * would come out of JSON; binary data and extensions become null. Ends, without a fault, where the bytes are cut off, damaged
 * or nested more than 64 deep. Maps have no prototype: their keys are the client's.
 */
export function readMsgpack(bytes: Uint8Array): readonly unknown[] {
  const reader = new Reader(bytes)
  const values: unknown[] = []
  try {
    while (!reader.done()) values.push(reader.value(0))
  } catch {
    // What was read until then is worth having.
  }
  return values
}

const MAX_DEPTH = 64

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  done(): boolean {
    return this.#at >= this.#bytes.length
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new Error('msgpack: nested too deeply')
    const tag = this.#number(1)
    if (tag < 0x80) return tag
    if (tag < 0x90) return this.#map(tag & 0x0f, depth)
    if (tag < 0xa0) return this.#list(tag & 0x0f, depth)
    if (tag < 0xc0) return this.#text(tag & 0x1f)
    if (tag >= 0xe0) return tag - 0x100
    return this.#tagged(tag, depth)
  }

  #tagged(tag: number, depth: number): unknown {
    switch (tag) {
      case 0xc0:
        return null
      case 0xc2:
      case 0xc3:
        return tag === 0xc3
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#skip(this.#number(1 << (tag - 0xc4)))
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#skip(this.#number(1 << (tag - 0xc7)) + 1)
      case 0xca:
        return this.#bytes.readFloatBE(this.#take(4))
      case 0xcb:
        return this.#bytes.readDoubleBE(this.#take(8))
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#number(1 << (tag - 0xcc))
      case 0xcf:
        return Number(this.#bytes.readBigUInt64BE(this.#take(8)))
      case 0xd0:
      case 0xd1:
      case 0xd2: {
        const size = 1 << (tag - 0xd0)
        return this.#bytes.readIntBE(this.#take(size), size)
      }
      case 0xd3:
        return Number(this.#bytes.readBigInt64BE(this.#take(8)))
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#number(1 << (tag - 0xd9)))
      case 0xdc:
      case 0xdd:
        return this.#list(this.#number(2 << (tag - 0xdc)), depth)
      case 0xde:
      case 0xdf:
        return this.#map(this.#number(2 << (tag - 0xde)), depth)
      default:
        if (tag < 0xd4) throw new Error('msgpack: a tag that there is not')
        return this.#skip((1 << (tag - 0xd4)) + 1)
    }
  }

  #list(length: number, depth: number): unknown[] {
    const list: unknown[] = []
    for (let index = 0; index < length; index++) list.push(this.value(depth + 1))
    return list
  }

  #map(size: number, depth: number): Record<string, unknown> {
    const map = Object.create(null) as Record<string, unknown>
    for (let index = 0; index < size; index++) {
      const key = this.value(depth + 1)
      map[String(key)] = this.value(depth + 1)
    }
    return map
  }

  #text(size: number): string {
    const at = this.#take(size)
    return this.#bytes.toString('utf8', at, at + size)
  }

  #number(size: number): number {
    return this.#bytes.readUIntBE(this.#take(size), size)
  }

  #skip(size: number): null {
    this.#take(size)
    return null
  }

  /** Where the next bytes begin. Throws where there are not as many. */
  #take(size: number): number {
    const at = this.#at
    if (at + size > this.#bytes.length) throw new Error('msgpack: cut off')
    this.#at += size
    return at
  }
}
