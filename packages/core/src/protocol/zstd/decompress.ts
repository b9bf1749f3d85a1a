import * as zlib from 'node:zlib'
import { inflateZstd } from './frames.js'

/**
 * Zstandard (RFC 8878) undone: by Node where it can (22.15 and later), else here, at a fraction of the speed.
 * Holds at most `maxOutputLength` bytes: throws an error with the code `ERR_BUFFER_TOO_LARGE` past it, another one for
 * damaged data. Frames that want a dictionary or a window of more than 8 MiB are not read; checksums are not compared here.
 */
export function zstdDecompress(
  body: Uint8Array,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Uint8Array {
  if (NATIVE === undefined) return inflateZstd(body, maxOutputLength)
  return NATIVE(body, { maxOutputLength, params: { [WINDOW_LOG_MAX]: 23 } })
}

type Native = (
  body: Uint8Array,
  options: { maxOutputLength: number; params: Readonly<Record<number, number>> },
) => Uint8Array

/** `zlib.constants.ZSTD_d_windowLogMax`, which the types of Node 20 do not have. */
const WINDOW_LOG_MAX = 100
const NATIVE = (zlib as { zstdDecompressSync?: Native }).zstdDecompressSync
