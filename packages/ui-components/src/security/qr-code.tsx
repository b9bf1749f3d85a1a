import { lazy, Suspense } from 'react'
import css from './security.module.css'

export interface QrCodeProps {
  readonly text: string
  /** What it is, for who does not see it. */
  readonly label: string
}

// Read when somebody sets up an app, which is once.
const Drawing = lazy(async () => ({ default: (await import('./qr-drawing.js')).QrDrawing }))

/** A code to be read by a camera. */
export function QrCode(props: QrCodeProps) {
  return (
    <Suspense fallback={<div className={css.qr} />}>
      <Drawing {...props} />
    </Suspense>
  )
}
