import { Code } from '../primitives/index.js'
import { platformOf } from './platforms.js'
import css from './sdk-snippet.module.css'
import { other } from './snippets/others.js'

export interface SdkSnippetProps {
  readonly dsn: string
  /** An unknown one gets what holds for every SDK. */
  readonly platform: string | null
}

/** What to do in an app so that it reports to `dsn`, step by step, each to copy. */
export function SdkSnippet({ dsn, platform }: SdkSnippetProps) {
  const steps = (platformOf(platform)?.snippet ?? other)(dsn)
  return (
    <ol className={css.steps}>
      {steps.map((step) => (
        <li key={step.title + step.code} className={css.step}>
          <p className={css.title}>
            {step.title}
            {step.file === undefined ? null : <span className={css.file}>{step.file}</span>}
          </p>
          <Code isBlock>{step.code}</Code>
        </li>
      ))}
    </ol>
  )
}

/** The DSN with a button to copy it. */
export function Dsn({ dsn }: { readonly dsn: string }) {
  return (
    <Code isBlock isWrapped className={css.dsn}>
      {dsn}
    </Code>
  )
}
