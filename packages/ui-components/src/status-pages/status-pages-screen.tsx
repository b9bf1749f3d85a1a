import type { StatusPageJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, EmptyState, LinkButton } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Loaded } from '../screens/loaded.js'
import { useMayWatch } from '../uptime/may-watch.js'
import { UptimePage } from '../uptime/uptime-page.js'
import { ACCESS } from './access.js'
import { NewPageDialog } from './new-page-dialog.js'
import { useStatusPages } from './use-status-pages.js'

/** The pages by which an organization tells others how it is doing. */
export function StatusPagesScreen({ org }: { readonly org: string }) {
  const pages = useStatusPages(org)
  const mayWrite = useMayWatch(org)
  const [isMaking, setIsMaking] = useState(false)
  const makeButton = (
    <Button variant="primary" icon="plus" onClick={() => setIsMaking(true)}>
      New status page
    </Button>
  )
  return (
    <UptimePage org={org} title="Status pages" actions={mayWrite ? makeButton : undefined}>
      <Loaded query={pages} lines={4} height={48}>
        {({ items }) => (
          <Card isFlush>
            {items.length === 0 ? (
              <EmptyState icon="globe" title="No status page yet" action={mayWrite ? makeButton : undefined}>
                A status page tells customers or colleagues what works, what does not, and what is being done about it,
                so that they need not ask. It takes its monitors, incidents and maintenance from here by itself.
              </EmptyState>
            ) : (
              <ul>
                {items.map((page) => (
                  <PageRow key={page.id} org={org} page={page} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Loaded>
      {isMaking ? <NewPageDialog org={org} onClose={() => setIsMaking(false)} /> : null}
    </UptimePage>
  )
}

function PageRow({ org, page }: { readonly org: string; readonly page: StatusPageJson }) {
  const { name, slug, access, sections, subscriberCount, domain, url } = page
  const { label, tone, icon } = ACCESS[access]
  const count = sections.reduce((sum, { monitors }) => sum + monitors.length, 0)
  const shown = visibleText(clip(name, 120))
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={rows.title}>
          <AppLink to={paths.statusPage(org, slug)} className={rows.link}>
            <bdi>{shown}</bdi>
          </AppLink>
          <Badge tone={tone} icon={icon}>
            {label}
          </Badge>
        </p>
        <p className={rows.facts}>
          <span>{counted(count, 'monitor')}</span>
          <span>{counted(subscriberCount, 'subscriber')}</span>
          {domain === '' ? null : <bdi>{visibleText(clip(domain, 120))}</bdi>}
        </p>
      </div>
      <LinkButton href={url} size="sm" iconEnd="external" target="_blank" rel="noreferrer noopener">
        Open<span className="mh-hidden"> {shown}</span>
      </LinkButton>
    </li>
  )
}
