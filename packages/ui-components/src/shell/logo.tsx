import css from './logo.module.css'

/** The mark and the name: a plate with a crack through it. */
export function Logo({ isCompact = false }: { readonly isCompact?: boolean }) {
  return (
    <span className={css.logo}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false" className={css.mark}>
        <path d="M6 2h6.2l-2 6.2 4.2 2.6-3.6 4.4 1.6 6.8H6a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4z" />
        <path d="M14.6 2H18a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4h-3.2l-1.4-6.4 4-4.9-4.6-2.9z" opacity="0.62" />
      </svg>
      <span className={isCompact ? 'mh-hidden' : css.name}>Mishap</span>
    </span>
  )
}
