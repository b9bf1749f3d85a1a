import type { ApiTokenJson } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, Code, EmptyState, ErrorState, Icon, Skeleton, Time, useToast } from '../primitives/index.js'
import { useDeleteToken } from '../provider/use-changes.js'
import { useTokens } from '../provider/use-queries.js'
import { ProfilePage } from './profile-page.js'
import css from './settings.module.css'
import { TokenForm } from './token-form.js'
import { presetOf } from './token-presets.js'

/** API tokens of the reader: made, shown once, listed, revoked. */
export function TokensScreen() {
  const tokens = useTokens()
  const [made, setMade] = useState<ApiTokenJson | null>(null)
  const [isMaking, setIsMaking] = useState(false)
  const isEmpty = tokens.data?.items.length === 0
  return (
    <ProfilePage title="API tokens">
      <p className={css.note}>A token lets a program act for you: sentry-cli, Terraform, your own scripts.</p>
      {made === null ? null : <MadeToken token={made} onClose={() => setMade(null)} />}
      {isMaking ? (
        <Card title="New token">
          <TokenForm
            onCancel={() => setIsMaking(false)}
            onDone={(token) => {
              setMade(token)
              setIsMaking(false)
            }}
          />
        </Card>
      ) : (
        <div>
          <Button variant="primary" icon="plus" onClick={() => setIsMaking(true)}>
            New token
          </Button>
        </div>
      )}
      {tokens.data === undefined && tokens.error === null ? <Skeleton lines={3} height={44} /> : null}
      {tokens.data === undefined && tokens.error !== null ? (
        <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : null}
      {isEmpty ? <EmptyState icon="key" title="No tokens yet" /> : null}
      {tokens.data === undefined || isEmpty ? null : (
        <Card title="Your tokens" isFlush>
          <ul>
            {tokens.data.items.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </ul>
        </Card>
      )}
    </ProfilePage>
  )
}

function MadeToken({ token, onClose }: { readonly token: ApiTokenJson; readonly onClose: () => void }) {
  return (
    <section aria-label="The new token" className={css.made}>
      <p role="status">
        <Icon name="check" size={14} /> <b>Copy it now.</b> Only its hash is kept; it cannot be shown again.
      </p>
      <Code isBlock isWrapped>
        {token.token}
      </Code>
      <Button size="sm" variant="ghost" onClick={onClose}>
        I have it
      </Button>
    </section>
  )
}

function TokenRow({ token }: { readonly token: ApiTokenJson }) {
  const [isSure, setIsSure] = useState(false)
  const revoke = useDeleteToken()
  const toast = useToast()
  const run = () =>
    revoke.mutate(token.id, {
      onError: (error) => toast.show({ message: `It was not revoked: ${error.message}`, tone: 'danger' }),
    })
  const name = visibleText(token.label) || 'Without a name'
  return (
    <li className={css.token}>
      <div className={css.tokenAbout}>
        <p className={css.tokenName}>
          <bdi>{name}</bdi>
        </p>
        <p className={css.tokenScopes} title={token.scopes.join(', ')}>
          {presetOf(new Set(token.scopes))?.label ?? counted(token.scopes.length, 'scope')}: {token.scopes.join(', ')}
        </p>
      </div>
      <span className={css.when}>
        <Time value={token.created} isFocusable={false} />
      </span>
      {isSure ? (
        <>
          <Button size="sm" variant="danger" busy={revoke.isPending} onClick={run}>
            Revoke for good
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setIsSure(false)}>
            Keep it
          </Button>
        </>
      ) : (
        <Button size="sm" onClick={() => setIsSure(true)}>
          Revoke<span className="mh-hidden"> {name}</span>
        </Button>
      )}
    </li>
  )
}
