import type { ReleaseJson } from '@mishap/core/client'
import { clip, safeUrl, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Badge, Card, CopyButton, cx, ErrorState, Num, Skeleton, Time } from '../primitives/index.js'
import { AppLink, AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { healthOf, useRelease, useReleaseHealth } from '../provider/use-releases.js'
import { CrashFree } from './crash-free.js'
import { Page, usePageTitle } from './page.js'
import { issuesOfRelease } from './release-params.js'
import { CommitsCard, DeploysCard } from './release-parts.js'
import css from './releases.module.css'

export interface ReleaseScreenProps {
  readonly org: string
  readonly version: string
}

/** One release: what it broke, where it went, and what it was made of. */
export function ReleaseScreen({ org, version }: ReleaseScreenProps) {
  const release = useRelease(org, version)
  const name = visibleText(clip(version, 250))
  usePageTitle(clip(name, 60), 'Releases', org)
  return (
    <Page
      title={<bdi className={css.heading}>{name}</bdi>}
      actions={
        <>
          <AppLinkButton to={paths.releases(org)} icon="arrow-left">
            All releases
          </AppLinkButton>
          <AppLinkButton to={issuesOfRelease(org, version, { key: 'release' })} icon="bug">
            Issues seen in it
          </AppLinkButton>
        </>
      }
    >
      {release.data === undefined && release.error === null ? (
        <Skeleton lines={8} height={28} label="Loading the release" />
      ) : null}
      {release.data === undefined && release.error !== null ? (
        <ErrorState error={release.error} onRetry={() => void release.refetch()} />
      ) : null}
      {release.data === undefined ? null : (
        <div className={css.parts}>
          <Facts org={org} release={release.data} />
          <Health org={org} version={version} />
          <DeploysCard org={org} version={version} />
          <CommitsCard org={org} version={version} />
        </div>
      )}
    </Page>
  )
}

function Facts({ org, release }: { readonly org: string; readonly release: ReleaseJson }) {
  const { version, url, ref, repository } = release
  const link = url === null ? null : safeUrl(url)
  return (
    <Card title="About">
      <dl className={css.facts}>
        {release.status === 'archived' ? (
          <Fact name="Status">
            <Badge>Archived</Badge>
          </Fact>
        ) : null}
        <Fact name="New issues">
          <Num value={release.newGroups} />
          {release.projects.length === 0 ? null : (
            <ul className={css.projects}>
              {release.projects.map(({ id, name, newGroups }) => (
                <li key={id}>
                  <AppLink to={issuesOfRelease(org, version, { key: 'first_release', project: id })}>
                    <bdi>{visibleText(clip(name, 100))}</bdi>
                  </AppLink>
                  : <Num value={newGroups} />
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name="Made">
          <Time value={release.dateCreated} />
        </Fact>
        <Fact name="Released">
          {release.dateReleased === null ? 'Nobody has said so' : <Time value={release.dateReleased} />}
        </Fact>
        <Fact name="First event">
          <Time value={release.firstEvent} />
        </Fact>
        <Fact name="Last event">
          <Time value={release.lastEvent} />
        </Fact>
        {ref === null ? null : (
          <Fact name="Built of" isLong>
            <bdi className={css.mono}>{visibleText(clip(ref, 250))}</bdi>{' '}
            <CopyButton text={ref} label="Copy what it was built of" isIconOnly />
          </Fact>
        )}
        {repository === null ? null : (
          <Fact name="Repository" isLong>
            <bdi>{visibleText(clip(repository.name, 200))}</bdi>
          </Fact>
        )}
        {url === null ? null : (
          <Fact name="Link" isLong>
            {link === null ? (
              <bdi className={css.mono}>{visibleText(clip(url, 300))}</bdi>
            ) : (
              <a href={link} rel="noreferrer noopener" target="_blank">
                <bdi>{visibleText(clip(url, 300))}</bdi>
              </a>
            )}
          </Fact>
        )}
      </dl>
    </Card>
  )
}

interface FactProps {
  readonly name: string
  /** May be as long as a line. */
  readonly isLong?: boolean
  readonly children: ReactNode
}

function Fact({ name, isLong = false, children }: FactProps) {
  return (
    <div className={cx(css.fact, isLong && css.long)}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Health({ org, version }: ReleaseScreenProps) {
  const sessions = useReleaseHealth(org, version)
  const health = healthOf(sessions.data, version)
  return (
    <Card title="Health of the last two weeks">
      {sessions.data === undefined && sessions.error === null ? (
        <Skeleton lines={2} label="Loading the health" />
      ) : null}
      {sessions.data === undefined && sessions.error !== null ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : null}
      {sessions.data === undefined || health !== null ? null : (
        <p className={css.note}>No session of it was reported. SDKs do that where release health is on.</p>
      )}
      {health === null ? null : (
        <dl className={css.health}>
          <div>
            <dt>Crash-free sessions</dt>
            <dd>
              <CrashFree rate={health.crashFreeSessions} />
            </dd>
          </div>
          <div>
            <dt>Crash-free users</dt>
            <dd>
              <CrashFree rate={health.crashFreeUsers} />
            </dd>
          </div>
          <div>
            <dt>Sessions</dt>
            <dd>
              <Num value={health.sessions} />
            </dd>
          </div>
          <div>
            <dt>Users</dt>
            <dd>
              <Num value={health.users} />
            </dd>
          </div>
        </dl>
      )}
    </Card>
  )
}
