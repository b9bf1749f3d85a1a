import type { EventJson } from '@mishap/core/client'
import { counted, lookup } from '@mishap/core/format'
import type { DetailsHTMLAttributes } from 'react'
import { cx, Icon, LongText } from '../primitives/index.js'
import { Value } from './key-values.js'
import css from './processing-problems.module.css'

export interface ProcessingProblemsProps extends DetailsHTMLAttributes<HTMLDetailsElement> {
  readonly errors: EventJson['errors']
}

const SENTENCES: Readonly<Record<string, string>> = {
  invalid_data: 'This field did not have the form it should have, and was dropped or mended',
  invalid_attribute: 'This field is not known, and was dropped',
  missing_attribute: 'This field was missing',
  value_too_long: 'This value was too long, and was cut',
  clock_drift: 'The clock of the sender was off; times were set right',
  past_timestamp: 'The event says that it is too old; the time of its receipt was taken',
  future_timestamp: 'The event says that it comes from the future; the time of its receipt was taken',
  too_large: 'This part was too large, and was left out',
  js_no_source: 'A source file could not be fetched',
  js_invalid_source: 'A source file was not what it should be',
  js_missing_source: 'A source file was not found',
  js_no_sourcemap: 'No source map was found for this file',
  native_missing_dsym: 'A debug file is missing',
}

/** What was odd about the event when it came in. Nothing where nothing was. */
export function ProcessingProblems({ errors, className, ...rest }: ProcessingProblemsProps) {
  if (errors.length === 0) return null
  return (
    <details className={cx(css.problems, className)} {...rest}>
      <summary className={css.summary}>
        <Icon name="info" size={14} />
        {counted(errors.length, 'thing was odd about this event', 'things were odd about this event')}
      </summary>
      <ul className={css.list}>
        {errors.map((error, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no id, and their order never changes
          <li key={at} className={css.problem}>
            <p>
              <LongText max={200}>{lookup(SENTENCES, error.type) ?? error.type}</LongText>
              {error.name === undefined ? null : (
                <>
                  {': '}
                  <LongText className={css.name} max={200}>
                    {error.name}
                  </LongText>
                </>
              )}
            </p>
            {error.value === undefined || error.value === null ? null : (
              <div className={css.value}>
                <Value value={error.value} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
