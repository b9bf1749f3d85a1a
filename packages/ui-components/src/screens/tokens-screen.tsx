import type { ApiTokenJson } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Code, EmptyState, Icon, Time, useNow, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { useDeleteToken } from '../provider/use-changes.js'
import { useTokens } from '../provider/use-queries.js'
import { Loaded } from './loaded.js'
import { ProfilePage } from './profile-page.js'
import css from './settings.module.css'
import { TokenForm } from './token-form.js'
import { presetOf } from './token-presets.js'

/** API tokens of the reader: made, shown once, listed, revoked. */
export function TokensScreen() {
  const { href } = useNavigation()
  const tokens = useTokens()
  const [made, setMade] = useState<ApiTokenJson | null>(null)
  const [isMaking, setIsMaking] = useState(false)
  return (
    <ProfilePage title="API tokens">
      <p className={css.note}>
        A token lets a program act for you: sentry-cli, Terraform, your own scripts.{' '}
        <a href={href('/api/docs/')}>What the API can do</a>
      </p>
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
      <Loaded query={tokens} height={44}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="key" title="No tokens yet" />
          ) : (
            <Card title="Your tokens" isFlush>
              <ul>
                {items.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
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

function Expiry({ expires }: { readonly expires: string | null }) {
  const now = useNow()
  if (expires === null) return 'works until it is revoked'
  if (Date.parse(expires) <= now) return <Badge tone="warn">Expired</Badge>
  return (
    <>
      works until <Time value={expires} mode="absolute" isFocusable={false} />
    </>
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
        <p className={css.when}>
          Made <Time value={token.created} isFocusable={false} />
          {' · '}
          {token.lastUsed === null ? 'never used' : 'used '}
          {token.lastUsed === null ? null : <Time value={token.lastUsed} isFocusable={false} />}
          {' · '}
          <Expiry expires={token.expires} />
        </p>
      </div>
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
