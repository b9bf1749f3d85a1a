import { useClock, useNow } from '../primitives/index.js'
import { type Draft, windowOf } from './draft.js'
import css from './maintenance.module.css'
import { windowWords } from './maintenance-words.js'
import { nextWindows } from './windows.js'

/** What the sentence comes to: the next three windows, in its zone and where that is another in that of the reader. */
export function NextWindows({ draft }: { readonly draft: Draft }) {
  const clock = useClock()
  const now = useNow(60_000)
  const window = windowOf(draft)
  const own = clock.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = draft.timezone
  const coming = window === null ? [] : nextWindows(window, { now: new Date(now), count: 3 })
  const words = (at: (typeof coming)[number], timeZone: string) => windowWords(at, { locale: clock.locale, timeZone })
  return (
    <div className={css.coming} aria-live="polite">
      {window !== null && coming.length === 0 ? <p>This is over: nothing comes any more.</p> : null}
      {window === null ? <p>The next windows are shown here once the sentence is complete.</p> : null}
      {coming.length === 0 ? null : (
        <>
          <p className={css.comingTitle}>{coming.length === 1 ? 'That is' : `The next ${coming.length}`}</p>
          <ol className={css.windows}>
            {coming.map((one) => (
              <li key={one.start.getTime()}>
                {words(one, zone)}
                {words(one, zone) === words(one, own) ? null : (
                  <span className={css.own}> · yours: {words(one, own)}</span>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}
