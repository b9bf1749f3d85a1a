import type { AuthenticatorJson, RecoveryCodesJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, CopyButton } from '../primitives/index.js'
import { saveFile } from '../primitives/save-file.js'
import settings from '../screens/settings.module.css'
import { isCancelled } from './proof.js'
import css from './security.module.css'
import { useRecoveryCodes, useReplaceRecoveryCodes } from './use-security.js'

export interface RecoveryCodesCardProps {
  readonly about: AuthenticatorJson
  /** Shown at the moment. */
  readonly shown: RecoveryCodesJson | null
  readonly onShow: (codes: RecoveryCodesJson | null) => void
}

const FEW = 3

/** Codes that stand in for the app or the passkey, once each. */
export function RecoveryCodesCard({ about, shown, onShow }: RecoveryCodesCardProps) {
  const read = useRecoveryCodes()
  const replace = useReplaceRecoveryCodes()
  const [isSure, setIsSure] = useState(false)
  const unused = about.unused_code_count ?? 0
  const error = [read.error, replace.error].find((one) => one !== null && !isCancelled(one))
  const renew = () => {
    setIsSure(false)
    replace.mutate(undefined, { onSuccess: onShow })
  }
  return (
    <Card title="Recovery codes">
      <div className={css.stack}>
        <p className={settings.note}>
          Each signs you in once when you have neither the app nor the passkey at hand. Keep them where you keep
          passwords, and not on the phone that you could lose.
        </p>
        <p className={unused <= FEW ? settings.warning : undefined}>
          {unused === 0
            ? 'None is left. Make new ones.'
            : `${counted(unused, 'code')} of ${about.total_code_count ?? 10} left.`}
        </p>
        {shown === null ? null : <Codes codes={shown.unused_codes} />}
        {error === undefined ? null : (
          <p role="alert" className={css.alert}>
            {error?.message}
          </p>
        )}
        <div className={css.actions}>
          {shown === null ? (
            <Button icon="eye" busy={read.isPending} onClick={() => read.mutate(undefined, { onSuccess: onShow })}>
              Show the codes
            </Button>
          ) : (
            <Button onClick={() => onShow(null)}>Hide them</Button>
          )}
          {isSure ? (
            <>
              <Button variant="danger" busy={replace.isPending} onClick={renew}>
                Make new ones, these end
              </Button>
              <Button onClick={() => setIsSure(false)}>Keep these</Button>
            </>
          ) : (
            <Button icon="refresh" busy={replace.isPending} onClick={() => setIsSure(true)}>
              Make new ones…
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  const text = `${codes.map(readable).join('\n')}\n`
  return (
    <section aria-label="Your recovery codes" className={css.codes}>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{readable(code)}</code>
          </li>
        ))}
      </ol>
      <div className={css.actions}>
        <CopyButton text={text} label="Copy all" />
        <Button size="sm" icon="download" onClick={() => saveFile(text, 'mishap-recovery-codes.txt', 'text/plain')}>
          Download
        </Button>
      </div>
    </section>
  )
}

function readable(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`
}
