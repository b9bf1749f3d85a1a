import type { MonitorJson } from '@mishap/core/client'
import { useState } from 'react'
import { Chip, Code } from '../primitives/index.js'
import { cronSnippets, heartbeatSnippets } from './snippets.js'
import css from './tell-snippets.module.css'

export interface TellSnippetsProps {
  readonly monitor: Pick<MonitorJson, 'heartbeatEndpoint' | 'cron'>
}

/** How a job says that it ran, or something that it lives: in whatever it is written. */
export function TellSnippets({ monitor: { heartbeatEndpoint, cron } }: TellSnippetsProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const snippets = snippetsOf({ heartbeatEndpoint, cron })
  const snippet = snippets.find(({ id }) => id === chosen) ?? snippets[0]
  if (snippet === undefined) return <p className={css.note}>It has no address yet.</p>
  return (
    <div className={css.tell}>
      {cron === null && heartbeatEndpoint !== null ? (
        <>
          <p className={css.note}>
            A GET or POST to this address is a sign of life. Whoever knows it may send one: keep it to yourself.
          </p>
          <Code isBlock isWrapped>
            {heartbeatEndpoint}
          </Code>
          <p className={css.note}>
            <Code>?status=down</Code> says that it is not well, <Code>&amp;msg=…</Code> why, and{' '}
            <Code>&amp;ping=…</Code> how many milliseconds something took.
          </p>
        </>
      ) : (
        <p className={css.note}>
          Check-ins of Sentry’s SDKs and of sentry-cli name the job. They go to the DSN of its project, which stands
          under its keys.
        </p>
      )}
      <fieldset className={css.choices}>
        <legend className="mh-hidden">Language or tool</legend>
        {snippets.map(({ id, name }) => (
          <Chip key={id} isPressed={id === snippet.id} onPress={() => setChosen(id)}>
            {name}
          </Chip>
        ))}
      </fieldset>
      <div>
        <p className={css.file}>{snippet.file}</p>
        <Code isBlock>{snippet.code}</Code>
      </div>
    </div>
  )
}

function snippetsOf({ heartbeatEndpoint, cron }: TellSnippetsProps['monitor']) {
  // What is put into code stands there as it is: nothing is that could end a text or a command.
  if (cron !== null && /^[\w-]{1,100}$/.test(cron.slug)) return cronSnippets(cron)
  if (heartbeatEndpoint === null || !/^https?:\/\/[\w.:/%[\]-]+$/.test(heartbeatEndpoint)) return []
  return heartbeatSnippets(heartbeatEndpoint)
}
