import type { ReleaseJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { type FormEvent, useId } from 'react'
import {
  Badge,
  Button,
  Card,
  Code,
  EmptyState,
  ErrorState,
  Field,
  Num,
  ProgressBar,
  Select,
  Skeleton,
  TextInput,
  Time,
} from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useProjects } from '../provider/use-queries.js'
import { healthOf, type ReleaseHealth, useReleaseHealth, useReleases } from '../provider/use-releases.js'
import { CrashFree } from './crash-free.js'
import { Page, usePageTitle } from './page.js'
import { Pager } from './pager.js'
import { decodeReleases, encodeReleases, issuesOfRelease, type ReleaseParams, releaseQuery } from './release-params.js'
import css from './releases.module.css'

/** What an organization has shipped, the newest first. */
export function ReleasesScreen({ org }: { readonly org: string }) {
  const navigation = useNavigation()
  const params = decodeReleases(navigation.useLocation().search)
  const releases = useReleases(org, releaseQuery(params))
  const health = useReleaseHealth(org, null, params.project === '' ? [] : [params.project])
  usePageTitle('Releases', org)
  const to = (change: Partial<ReleaseParams>) =>
    paths.releases(org, encodeReleases({ ...params, cursor: null, ...change }))
  const items = releases.data?.items
  const isFiltered = params.query !== '' || params.project !== ''
  return (
    <Page title="Releases">
      <Card isFlush>
        <Filters org={org} params={params} onChange={(change) => navigation.navigate(to(change))} />
        {releases.isPlaceholderData ? <ProgressBar label="Loading other releases" /> : null}
        {items === undefined && releases.error === null ? (
          <Skeleton lines={6} height={48} label="Loading releases" className={css.loading} />
        ) : null}
        {items === undefined && releases.error !== null ? (
          <ErrorState error={releases.error} onRetry={() => void releases.refetch()} />
        ) : null}
        {items?.length === 0 && isFiltered ? (
          <EmptyState
            icon="package"
            title="No release like that"
            action={
              <Button onClick={() => navigation.navigate(to({ query: '', project: '' }))}>Show all releases</Button>
            }
          />
        ) : null}
        {items?.length === 0 && !isFiltered ? <NoReleases /> : null}
        {items === undefined || items.length === 0 ? null : (
          <ul>
            {items.map((release) => (
              <ReleaseRow
                key={release.version}
                org={org}
                release={release}
                health={healthOf(health.data, release.version)}
              />
            ))}
          </ul>
        )}
        <Pager
          label="Pages of releases"
          previous={releases.data?.previous ?? null}
          next={releases.data?.next ?? null}
          to={(cursor) => to({ cursor })}
        />
      </Card>
    </Page>
  )
}

interface FiltersProps {
  readonly org: string
  readonly params: ReleaseParams
  readonly onChange: (change: Partial<ReleaseParams>) => void
}

function Filters({ org, params, onChange }: FiltersProps) {
  const projects = useProjects(org).data?.items ?? []
  const name = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onChange({ query: String(new FormData(event.currentTarget).get(name) ?? '').trim() })
  }
  return (
    <form className={css.filters} onSubmit={submit}>
      <Field label="Version" className={css.filter}>
        <TextInput
          key={params.query}
          icon="search"
          name={name}
          defaultValue={params.query}
          placeholder="Part of a version"
          maxLength={250}
          spellCheck={false}
        />
      </Field>
      <Field label="Project" className={css.filter}>
        <Select value={params.project} onChange={(event) => onChange({ project: event.target.value })}>
          <option value="">All projects</option>
          {projects.map(({ id, name: title }) => (
            <option key={id} value={id}>
              {visibleText(clip(title, 60))}
            </option>
          ))}
          {params.project === '' || projects.some(({ id }) => id === params.project) ? null : (
            <option value={params.project}>Another project</option>
          )}
        </Select>
      </Field>
      <Button type="submit">Find</Button>
    </form>
  )
}

function NoReleases() {
  return (
    <EmptyState icon="package" title="Nothing was shipped yet">
      A release appears here with the first event that names one, or when you make it:{' '}
      <Code>sentry-cli releases new VERSION</Code>
    </EmptyState>
  )
}

interface ReleaseRowProps {
  readonly org: string
  readonly release: ReleaseJson
  readonly health: ReleaseHealth | null
}

function ReleaseRow({ org, release, health }: ReleaseRowProps) {
  const { version, shortVersion, status, dateCreated, dateReleased, lastDeploy, newGroups, projects } = release
  const short = visibleText(clip(shortVersion, 80))
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={rows.title}>
          <AppLink to={paths.release(org, version)} className={rows.link}>
            <bdi>{short}</bdi>
          </AppLink>
          {status === 'archived' ? <Badge>Archived</Badge> : null}
        </p>
        <p className={rows.facts}>
          {shortVersion === version ? null : <bdi className={css.full}>{visibleText(clip(version, 120))}</bdi>}
          <span>{projectNames(projects)}</span>
          {dateReleased === null ? (
            <span>
              made <Time value={dateCreated} isFocusable={false} />
            </span>
          ) : (
            <span>
              released <Time value={dateReleased} isFocusable={false} />
            </span>
          )}
          {lastDeploy === null ? null : (
            <span>
              in <bdi>{visibleText(clip(lastDeploy.environment, 40))}</bdi> since{' '}
              <Time value={lastDeploy.dateFinished} isFocusable={false} />
            </span>
          )}
        </p>
      </div>
      <dl className={rows.figures}>
        <div>
          <dt>New issues</dt>
          <dd>
            {newGroups === 0 ? (
              '0'
            ) : (
              <AppLink to={issuesOfRelease(org, version, { key: 'first_release' })}>
                <Num value={newGroups} />
                <span className="mh-hidden"> of {short}</span>
              </AppLink>
            )}
          </dd>
        </div>
        <div>
          <dt>Crash-free</dt>
          <dd>
            <CrashFree rate={health?.crashFreeSessions ?? null} />
          </dd>
        </div>
        <div>
          <dt>Last event</dt>
          <dd>
            <Time value={release.lastEvent} isFocusable={false} />
          </dd>
        </div>
      </dl>
    </li>
  )
}

function projectNames(projects: ReleaseJson['projects']): string {
  if (projects.length === 0) return 'no project'
  const [first, second] = projects.map(({ name }) => visibleText(clip(name, 60)))
  if (projects.length <= 2) return [first, second].filter(Boolean).join(', ')
  return `${first}, ${second} and ${projects.length - 2} more`
}
