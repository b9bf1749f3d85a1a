/** Zstandard that compresses nothing, for runtimes that cannot write it: a frame of raw blocks (RFC 8878, 3.1.1). */
export function zstdFrame(bytes: Uint8Array): Buffer {
  const blocks: Uint8Array[] = []
  for (let from = 0; from === 0 || from < bytes.length; from += MAX_BLOCK) {
    const block = bytes.subarray(from, from + MAX_BLOCK)
    const header = Buffer.alloc(3)
    header.writeUIntLE((block.length << 3) | Number(from + MAX_BLOCK >= bytes.length), 0, 3)
    blocks.push(header, block)
  }
  return Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), ...blocks])
}

const MAX_BLOCK = 128 * 1024
