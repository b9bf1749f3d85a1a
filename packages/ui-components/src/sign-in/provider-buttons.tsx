import { visibleText } from '@mishap/core/format'
import { Button } from '../primitives/index.js'
import { useSettings } from '../provider/use-queries.js'
import css from './sign-in.module.css'
import { useProviderSignIn } from './use-sign-in.js'

export interface ProviderButtonsProps {
  /** Where to go then, as a path of the app. */
  readonly next: string
  /** Stands between these and what is above them; not given where they stand alone. */
  readonly isBelowForm?: boolean
}

/** A button for each provider that people of this server sign in by; nothing where there is none. */
export function ProviderButtons({ next, isBelowForm = false }: ProviderButtonsProps) {
  const providers = useSettings().data?.socialApps ?? []
  const signIn = useProviderSignIn()
  if (providers.length === 0) return null
  return (
    <>
      {isBelowForm ? <p className={css.or}>or</p> : null}
      <div role="alert">{signIn.error === null ? null : <p className={css.alert}>{signIn.error.message}</p>}</div>
      <div className={css.providers}>
        {providers.map(({ provider, name }) => (
          <Button
            key={provider}
            icon="key"
            className={css.provider ?? ''}
            busy={signIn.isPending && signIn.variables.provider === provider}
            onClick={() => signIn.mutate({ provider, next, process: 'login' })}
          >
            <span className={css.name}>
              Continue with <bdi>{visibleText(name)}</bdi>
            </span>
          </Button>
        ))}
      </div>
    </>
  )
}
