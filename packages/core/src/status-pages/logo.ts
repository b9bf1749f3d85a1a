import { STATUS_PAGE_BOUNDS, type StatusLogo } from '../ports/status-pages.js'

/** Why bytes are no logo, or the logo that they are, by what stands in them rather than by what they are called. */
export function readLogo(content: Uint8Array): StatusLogo | { readonly fault: string } {
  const { logoBytes } = STATUS_PAGE_BOUNDS
  if (content.length > logoBytes)
    return { fault: `Wanted at most ${logoBytes / 1024} KB, found ${content.length} bytes` }
  const mediaType = SIGNATURES.find(({ parts }) =>
    parts.every(([at, bytes]) => startsWith(content, at, bytes)),
  )?.mediaType
  // A drawing (SVG) is a document, which may hold scripts.
  return mediaType === undefined ? { fault: 'Wanted a picture: PNG, JPEG, GIF or WebP' } : { mediaType, content }
}

const SIGNATURES: readonly {
  readonly mediaType: StatusLogo['mediaType']
  readonly parts: readonly (readonly [at: number, bytes: string])[]
}[] = [
  { mediaType: 'image/png', parts: [[0, '\x89PNG\r\n\x1a\n']] },
  { mediaType: 'image/gif', parts: [[0, 'GIF8']] },
  { mediaType: 'image/jpeg', parts: [[0, '\xff\xd8\xff']] },
  {
    mediaType: 'image/webp',
    parts: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
]

function startsWith(content: Uint8Array, at: number, bytes: string): boolean {
  return Buffer.from(content.subarray(at, at + bytes.length)).toString('latin1') === bytes
}
