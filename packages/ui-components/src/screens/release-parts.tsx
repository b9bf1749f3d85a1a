import type { CommitJson, DeployJson } from '@mishap/core/client'
import { clip, counted, safeUrl, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Card, Code, CopyButton, ErrorState, Skeleton, Time } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { useCommits, useDeploys } from '../provider/use-releases.js'
import type { ReleaseScreenProps } from './release-screen.js'
import css from './releases.module.css'

const CHANGES = { A: 'added', M: 'changed', D: 'deleted' } as const

/** Where a release went. */
export function DeploysCard({ org, version }: ReleaseScreenProps) {
  const deploys = useDeploys(org, version)
  return (
    <PartCard
      title="Deploys"
      answer={deploys}
      items={deploys.data?.items}
      nothing={
        <>
          Nobody has told of a deploy: <Code>sentry-cli deploys new --release VERSION --env production</Code>
        </>
      }
    >
      {(deploy) => <DeployRow key={deploy.id} deploy={deploy} />}
    </PartCard>
  )
}

/** What a release was made of. */
export function CommitsCard({ org, version }: ReleaseScreenProps) {
  const commits = useCommits(org, version)
  return (
    <PartCard
      title="Commits"
      answer={commits}
      items={commits.data}
      nothing={
        <>
          Nobody has told of its commits: <Code>sentry-cli releases set-commits VERSION --auto</Code>
        </>
      }
    >
      {(commit, at) => <CommitRow key={`${at} ${commit.id}`} commit={commit} />}
    </PartCard>
  )
}

interface PartCardProps<T> {
  readonly title: string
  readonly answer: { readonly error: Error | null; readonly refetch: () => unknown }
  readonly items: readonly T[] | undefined
  readonly nothing: ReactNode
  readonly children: (item: T, at: number) => ReactNode
}

function PartCard<T>({ title, answer, items, nothing, children }: PartCardProps<T>) {
  return (
    <Card title={title} isFlush>
      {items === undefined && answer.error === null ? (
        <Skeleton lines={2} height={36} label={`Loading ${title.toLowerCase()}`} className={css.loading} />
      ) : null}
      {items === undefined && answer.error !== null ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : null}
      {items?.length === 0 ? <p className={css.nothing}>{nothing}</p> : null}
      {items === undefined || items.length === 0 ? null : <ul>{items.map(children)}</ul>}
    </Card>
  )
}

function DeployRow({ deploy }: { readonly deploy: DeployJson }) {
  const { environment, name, url, dateStarted, dateFinished } = deploy
  const link = url === '' ? null : safeUrl(url)
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={rows.title}>
          <bdi>{visibleText(clip(environment, 64))}</bdi>
          {name === '' ? null : <bdi className={css.quiet}>{visibleText(clip(name, 200))}</bdi>}
        </p>
        <p className={rows.facts}>
          <span>
            finished <Time value={dateFinished} isFocusable={false} />
          </span>
          {dateStarted === null ? null : (
            <span>
              begun <Time value={dateStarted} isFocusable={false} />
            </span>
          )}
          {link === null ? null : (
            <a href={link} rel="noreferrer noopener" target="_blank">
              <bdi>{visibleText(clip(url, 120))}</bdi>
            </a>
          )}
        </p>
      </div>
    </li>
  )
}

function CommitRow({ commit }: { readonly commit: CommitJson }) {
  const { id, message, authorName, authorEmail, dateCreated, repository, patchSet } = commit
  const [headline = ''] = message.split('\n', 1)
  const author = authorName || authorEmail
  const short = visibleText(id.slice(0, 12))
  return (
    <li className={rows.row}>
      <div className={rows.about}>
        <p className={rows.title}>
          <bdi>{visibleText(clip(headline, 300)) || 'Without a message'}</bdi>
        </p>
        <p className={rows.facts}>
          {author === '' ? null : <bdi>{visibleText(clip(author, 100))}</bdi>}
          <Time value={dateCreated} isFocusable={false} />
          {repository === null ? null : <bdi>{visibleText(clip(repository.name, 100))}</bdi>}
        </p>
        {patchSet.length === 0 ? null : (
          <details className={css.files}>
            <summary>{counted(patchSet.length, 'file')}</summary>
            <ul>
              {patchSet.map(({ path, type }) => (
                <li key={`${type} ${path}`}>
                  <span className={css.change}>{CHANGES[type]}</span> <bdi>{visibleText(clip(path, 500))}</bdi>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <p className={css.hash}>
        <bdi>{short}</bdi>
        <CopyButton text={id} label={`Copy the whole id ${short}`} isIconOnly />
      </p>
    </li>
  )
}
