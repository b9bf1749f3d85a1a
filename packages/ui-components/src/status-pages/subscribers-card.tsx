import type { StatusPageJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Badge, Card, IconButton, Time, useToast } from '../primitives/index.js'
import { Loaded } from '../screens/loaded.js'
import css from './status-pages.module.css'
import { useRemoveSubscriber, useSubscribers } from './use-status-pages.js'

/** Who is told of incidents by mail. */
export function SubscribersCard({ org, page }: { readonly org: string; readonly page: StatusPageJson }) {
  const subscribers = useSubscribers(org, page.slug)
  const remove = useRemoveSubscriber(org, page.slug)
  const toast = useToast()
  const removeOne = (id: string, email: string) =>
    remove.mutate(id, {
      onSuccess: () => toast.show({ message: `${email} is told nothing any more` }),
      onError: (error) => toast.show({ message: `That did not work: ${error.message}`, tone: 'danger' }),
    })
  const items = subscribers.data?.items ?? []
  return (
    <Card title="Subscribers" isFlush={items.length > 0}>
      <Loaded query={subscribers}>
        {() =>
          items.length === 0 ? (
            <p className={css.note}>
              {page.allowSubscribers
                ? 'Nobody yet. Readers subscribe at the foot of the page, and confirm by a link in a mail.'
                : 'Nobody can subscribe by mail. The feeds of the page are for everybody who may read it.'}
            </p>
          ) : (
            <ul>
              {items.map(({ id, email, created, confirmed }) => {
                const shown = visibleText(clip(email, 120))
                return (
                  <li key={id} className={css.subscriber}>
                    <span className={css.email}>
                      <bdi>{shown}</bdi>
                    </span>
                    {confirmed === null ? <Badge tone="warn">Not confirmed</Badge> : null}
                    <span className={css.note}>
                      <Time value={confirmed ?? created} isFocusable={false} />
                    </span>
                    <IconButton icon="close" size="sm" label={`Remove ${shown}`} onClick={() => removeOne(id, shown)} />
                  </li>
                )
              })}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
