import type { SessionJson } from '@mishap/core/client'
import { Button } from '../primitives/index.js'
import { useSettings } from '../provider/use-queries.js'
import { canUsePasskeys } from '../security/browser-credentials.js'
import { usePasskeySignIn } from '../security/use-security.js'
import css from './sign-in.module.css'

export interface PasskeyButtonProps {
  /** What has been shown already. */
  readonly after: 'nothing' | 'password'
  /** Something stands above it, from which it is told apart. */
  readonly isBelowForm?: boolean
  readonly onDone: (session: SessionJson) => void
}

/** Whether somebody can sign in by a passkey: this server takes them, and the browser has them here. */
export function useHasPasskeys(): boolean {
  return useSettings().data?.passkeys === true && canUsePasskeys()
}

/** Signs in by a touch, a face or a PIN. Nothing where that cannot be. */
export function PasskeyButton({ after, isBelowForm = false, onDone }: PasskeyButtonProps) {
  const signIn = usePasskeySignIn(after)
  if (!useHasPasskeys()) return null
  return (
    <>
      {isBelowForm ? <p className={css.or}>or</p> : null}
      <div role="alert">{signIn.error === null ? null : <p className={css.alert}>{signIn.error.message}</p>}</div>
      <Button
        icon="key"
        className={css.provider ?? ''}
        busy={signIn.isPending}
        onClick={() => signIn.mutate(undefined, { onSuccess: onDone })}
      >
        Use a passkey
      </Button>
    </>
  )
}
