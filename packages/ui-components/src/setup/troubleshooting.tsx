import { Code } from '../primitives/index.js'
import css from './troubleshooting.module.css'

export interface TroubleshootingProps {
  readonly dsn: string
  /** Something did reach the DSN, only no event that is kept. */
  readonly hasRequests: boolean
}

/** Why no event comes, the likeliest reason first. */
export function Troubleshooting({ dsn, hasRequests }: TroubleshootingProps) {
  const host = URL.canParse(dsn) ? new URL(dsn).host : null
  return (
    <section aria-label="Why nothing comes" className={css.help}>
      <h3 className={css.title}>{hasRequests ? 'Requests come, but no event' : 'Nothing has come for a minute'}</h3>
      <ul className={css.list}>
        {hasRequests ? (
          <li>What was refused says above why. Mend that first; the DSN itself is reached.</li>
        ) : (
          <>
            {host === null ? null : (
              <li>
                Does the app reach <Code>{host}</Code>? From a container, <Code>localhost</Code> is the container
                itself. The line for the terminal above, run where the app runs, tells.
              </li>
            )}
            <li>
              In a browser, an ad blocker may stop requests to the DSN. Try a private window, or use the SDK’s tunnel
              option.
            </li>
          </>
        )}
        <li>
          Is the SDK started before the error happens, and does the process live long enough to send it? A script that
          ends at once needs a flush.
        </li>
        <li>
          Does the app swallow the error? Errors typed into the console of the developer tools are not reported either.
        </li>
        <li>
          Is <Code>sampleRate</Code> set to 0, or does a <Code>beforeSend</Code> hook drop the event? Set{' '}
          <Code>debug</Code> to true and read what the SDK prints.
        </li>
      </ul>
    </section>
  )
}
