import { type ReactNode, useEffect, useRef } from 'react'

/** In a toast that can be undone: calls once when it is no longer shown, or when the page goes. */
export function WhenGone({ onGone, children }: { readonly onGone: () => void; readonly children: ReactNode }) {
  const latest = useRef(onGone)
  latest.current = onGone
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    // In development React mounts everything twice; only what stays away is gone.
    if (waiting.current !== null) clearTimeout(waiting.current)
    const onPageHide = () => latest.current()
    window.addEventListener('pagehide', onPageHide)
    return () => {
      window.removeEventListener('pagehide', onPageHide)
      waiting.current = setTimeout(() => latest.current(), 0)
    }
  }, [])
  return children
}
