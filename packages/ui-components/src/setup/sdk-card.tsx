import { visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Card, Field, Select } from '../primitives/index.js'
import { PLATFORMS, platformOf } from './platforms.js'
import css from './project-setup.module.css'
import { Dsn, SdkSnippet } from './sdk-snippet.js'

export interface SdkCardProps {
  /** Of the project. */
  readonly name: string
  readonly dsn: string
  /** Of the project; others can be looked at. */
  readonly platform: string | null
}

/** What to do in an app of any platform so that it reports. */
export function SdkCard({ name, dsn, platform: own }: SdkCardProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const platform = chosen ?? own
  return (
    <Card
      title="Report from your app"
      actions={
        <Field label="Platform" isLabelHidden className={css.platform}>
          <Select value={platformOf(platform)?.id ?? 'other'} onChange={(event) => setChosen(event.target.value)}>
            {PLATFORMS.map(({ id, name: label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      }
    >
      <div className={css.steps}>
        <div>
          <p className={css.label}>The DSN of {visibleText(name)}, where reports go:</p>
          <Dsn dsn={dsn} />
        </div>
        <SdkSnippet dsn={dsn} platform={platform} />
      </div>
    </Card>
  )
}
