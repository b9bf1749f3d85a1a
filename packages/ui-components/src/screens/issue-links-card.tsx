import type { IssueLinkJson } from '@mishap/core/client'
import { clip, safeUrl, visibleText } from '@mishap/core/format'
import { lazy, Suspense, useState } from 'react'
import { Badge, Button, Card, Icon, IconButton, useToast } from '../primitives/index.js'
import { useDeleteIssueLink, useIntegrations, useIssueLinks } from '../provider/use-integrations.js'
import css from './issue-links-card.module.css'

const LinkDialog = lazy(async () => ({ default: (await import('./issue-link-dialog.js')).IssueLinkDialog }))

export interface IssueLinksCardProps {
  readonly org: string
  readonly issue: { readonly id: string }
  readonly canWrite: boolean
}

/** What the issue is linked to in trackers; nothing where there are none. */
export function IssueLinksCard({ org, issue, canWrite }: IssueLinksCardProps) {
  const [isAsking, setIsAsking] = useState(false)
  const { data: links = [] } = useIssueLinks(issue.id)
  const { data: integrations = [] } = useIntegrations(org)
  const trackers = integrations.filter(({ kind, hasToken }) => kind !== 'slack' && hasToken)
  if (links.length === 0 && (trackers.length === 0 || !canWrite)) return null
  return (
    <Card
      title="Trackers"
      actions={
        canWrite && trackers.length > 0 ? (
          <Button size="sm" variant="ghost" icon="plus" onClick={() => setIsAsking(true)}>
            Link<span className="mh-hidden"> an issue of a tracker</span>
          </Button>
        ) : undefined
      }
    >
      {links.length === 0 ? (
        <p className={css.note}>Nobody has made a ticket of it.</p>
      ) : (
        <ul className={css.links}>
          {links.map((link) => (
            <Row
              key={link.id}
              issueId={issue.id}
              link={link}
              canWrite={canWrite}
              isFailing={integrations.some(({ id, state }) => id === link.integrationID && state === 'failing')}
            />
          ))}
        </ul>
      )}
      {isAsking ? (
        <Suspense>
          <LinkDialog org={org} issueId={issue.id} trackers={trackers} onClose={() => setIsAsking(false)} />
        </Suspense>
      ) : null}
    </Card>
  )
}

interface RowProps {
  readonly issueId: string
  readonly link: IssueLinkJson
  readonly canWrite: boolean
  /** What the tracker said last may be otherwise by now. */
  readonly isFailing: boolean
}

function Row({ issueId, link, canWrite, isFailing }: RowProps) {
  const unlink = useDeleteIssueLink(issueId)
  const toast = useToast()
  const key = visibleText(clip(link.key, 120))
  const url = safeUrl(link.url)
  const run = () =>
    unlink.mutate(link.id, {
      onError: (error) => toast.show({ message: `${key} stays linked: ${error.message}`, tone: 'danger' }),
    })
  return (
    <li className={css.link}>
      <div className={css.about}>
        <p>
          {url === null ? (
            <bdi className={css.key}>{key}</bdi>
          ) : (
            <a href={url} target="_blank" rel="noopener noreferrer" className={css.key}>
              <bdi>{key}</bdi> <Icon name="external" size={11} />
            </a>
          )}{' '}
          <Badge tone={link.status === 'open' ? 'info' : 'ok'} icon={link.status === 'open' ? 'info' : 'check'}>
            {link.status === 'open' ? 'Open' : 'Closed'}
          </Badge>{' '}
          {isFailing ? (
            <Badge tone="danger" icon="alert">
              Tracker fails
            </Badge>
          ) : null}
        </p>
        <p className={css.note}>
          <bdi>{visibleText(clip(link.title, 200))}</bdi>
        </p>
      </div>
      {canWrite ? (
        <IconButton icon="close" size="sm" label={`Unlink ${key}`} busy={unlink.isPending} onClick={run} />
      ) : null}
    </li>
  )
}
