import { encodeQR } from 'qr'
import { useMemo } from 'react'
import type { QrCodeProps } from './qr-code.js'
import css from './security.module.css'

/** The code as an image, drawn here: what it says leaves the page by the light of the screen alone. */
export function QrDrawing({ text, label }: QrCodeProps) {
  const { size, path } = useMemo(() => drawingOf(text), [text])
  return (
    <svg className={css.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="currentColor" />
    </svg>
  )
}

/** Each dark run of a line as a rectangle one high. */
function drawingOf(text: string): { readonly size: number; readonly path: string } {
  // Four light modules around it, so that scanners find the edge.
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const runs = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1] === true) return []
      const end = row.indexOf(false, x)
      return [`M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`]
    }),
  )
  return { size: rows.length, path: runs.join('') }
}
