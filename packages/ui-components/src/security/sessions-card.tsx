import type { BrowserSessionJson } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { Badge, Button, Card, Icon, Time, useToast } from '../primitives/index.js'
import { Loaded } from '../screens/loaded.js'
import { browserName } from './browser-name.js'
import { isCancelled } from './proof.js'
import css from './security.module.css'
import { isoOf } from './totp-card.js'
import { useBrowserSessions, useEndBrowserSessions } from './use-security.js'

/** Where the reader is signed in, and the way to end that. */
export function SessionsCard() {
  const sessions = useBrowserSessions()
  const end = useEndBrowserSessions()
  const toast = useToast()
  const others = (sessions.data ?? []).filter((one) => !one.is_current)
  const run = (ended: readonly BrowserSessionJson[]) =>
    end.mutate(
      ended.map(({ id }) => id),
      {
        onSuccess: () => toast.show({ message: `${counted(ended.length, 'browser')} signed out`, durationMs: 4000 }),
        onError: (error) => (isCancelled(error) ? null : toast.show({ message: error.message, tone: 'danger' })),
      },
    )
  const isEnding = ({ id }: BrowserSessionJson) => end.isPending && end.variables.includes(id)
  return (
    <Card
      title="Where you are signed in"
      actions={
        others.length === 0 ? null : (
          <Button size="sm" busy={end.isPending && end.variables.length === others.length} onClick={() => run(others)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <Loaded query={sessions} height={44}>
        {(all) => (
          <ul className={css.list}>
            {all.map((session) => (
              <li key={session.id} className={css.item}>
                <Icon name="device" size={16} />
                <div className={css.about}>
                  <p className={css.name} title={visibleText(session.user_agent)}>
                    {browserName(session.user_agent)}
                  </p>
                  <p className={css.when}>
                    <bdi>{visibleText(session.ip) || 'An unknown address'}</bdi>
                    {' · '}
                    since <Time value={isoOf(session.created_at)} isFocusable={false} />
                  </p>
                </div>
                {session.is_current ? (
                  <Badge tone="ok">This browser</Badge>
                ) : (
                  <Button size="sm" busy={isEnding(session)} onClick={() => run([session])}>
                    Sign out<span className="mh-hidden"> {browserName(session.user_agent)}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
