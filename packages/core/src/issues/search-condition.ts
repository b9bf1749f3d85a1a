import type { IssueCondition, TextPattern } from '../ports/issue-condition.js'
import type { Id } from '../ports/model.js'
import type { SearchMark } from '../ports/search-text.js'
import { searchField } from '../search/fields.js'
import type { SearchNode, SearchTime, SearchValue } from '../search/types.js'
import { fitsVersion } from './release-order.js'
import { type Asked, peopleFor, projectsNamed, shortIdCondition } from './search-names.js'
import { isCondition } from './search-states.js'

/** Who asks, where and when. */
export interface Searcher {
  readonly organizationId: Id
  readonly userId: Id
  readonly now: Date
}

type Field = Extract<SearchNode, { kind: 'field' }>

/** What a search means for issues, names looked up. Whom or what nobody knows is nothing that could match. */
export async function searchCondition(context: Asked, searcher: Searcher, node: SearchNode): Promise<IssueCondition> {
  switch (node.kind) {
    case 'all':
    case 'any': {
      const of: IssueCondition[] = []
      for (const part of node.nodes) of.push(await searchCondition(context, searcher, part))
      return { kind: node.kind, of }
    }
    case 'not':
      return { kind: 'not', of: await searchCondition(context, searcher, node.node) }
    case 'text':
      return words(node.pattern)
    case 'field':
      return anyOf(await fieldConditions(context, searcher, node))
  }
}

function anyOf(of: readonly IssueCondition[]): IssueCondition {
  const [only] = of
  return only !== undefined && of.length === 1 ? only : { kind: 'any', of }
}

/** Any of which must hold. */
async function fieldConditions(context: Asked, searcher: Searcher, node: Field): Promise<readonly IssueCondition[]> {
  const { field, key, values } = node
  const wordsOf = values.flatMap((value) => (value.kind === 'word' ? [value.word] : []))
  const patterns = values.flatMap((value) => (value.kind === 'pattern' ? [value.pattern] : []))
  switch (field) {
    case 'is':
      return wordsOf.map((word) => isCondition(word, searcher.now))
    case 'has':
      return wordsOf.map(hasCondition)
    case 'level':
    case 'priority':
      return [{ kind: 'one', field, in: wordsOf }]
    case 'event.type':
      return [{ kind: 'one', field: 'type', in: wordsOf }]
    case 'issue.category':
      return [ALWAYS]
    case 'error.handled':
    case 'error.unhandled':
      return wordsOf.map((word) => ((word === 'true') === (field === 'error.unhandled') ? UNHANDLED : not(UNHANDLED)))
    case 'first_seen':
    case 'last_seen':
      return values.flatMap((value) => timeCondition(field, value, searcher.now))
    case 'times_seen':
    case 'users':
      return values.flatMap((value) =>
        value.kind === 'range'
          ? [{ kind: 'number', field: field === 'users' ? 'userCount' : 'count', from: value.from, to: value.to }]
          : [],
      )
    case 'assigned':
    case 'assigned_or_suggested': {
      const { users, teams, isNobody } = await peopleFor(context, searcher, wordsOf)
      return [{ kind: 'assignee', users, teams }, ...(isNobody ? [not({ kind: 'isAssigned' })] : [])]
    }
    case 'bookmarks':
    case 'subscribed': {
      const { users } = await peopleFor(context, searcher, wordsOf)
      return [{ kind: 'mark', mark: field === 'subscribed' ? 'isSubscribed' : 'isBookmarked', users }]
    }
    case 'project':
      return [{ kind: 'project', in: await projectsNamed(context, searcher.organizationId, patterns) }]
    case 'issue': {
      const found = patterns.map((pattern) => shortIdCondition(context, searcher.organizationId, pattern.join('*')))
      return (await Promise.all(found)).filter((one) => one !== null)
    }
    case 'release.version': {
      const versions = values.filter((value) => value.kind === 'version')
      const newer = versions.length === 0 ? [] : [tag('release', await releasesThat(context, searcher, versions))]
      return [...newer, ...(patterns.length === 0 ? [] : textConditions(field, key, patterns))]
    }
    case 'id':
      return eventConditions(context, searcher.organizationId, patterns)
    default:
      return textConditions(field, key, patterns)
  }
}

/** Fields whose values are texts. An empty value is what has none. */
function textConditions(
  field: string | null,
  key: string,
  patterns: readonly TextPattern[],
): readonly IssueCondition[] {
  const given = patterns.filter((pattern) => pattern.length > 1 || pattern[0] !== '')
  const none = given.length < patterns.length ? [not(field === null ? tag(key, null) : hasCondition(field))] : []
  return [...none, ...(given.length === 0 ? [] : textFieldConditions(field, key, given))]
}

function textFieldConditions(
  field: string | null,
  key: string,
  like: readonly TextPattern[],
): readonly IssueCondition[] {
  switch (field) {
    case 'release':
      return releaseConditions('occurred', like)
    case 'first_release':
      return releaseConditions('first', like)
    case 'last_release':
      return releaseConditions('last', like)
    case 'release.package':
      return [
        tag(
          'release',
          like.map((pattern) => [...pattern.slice(0, -1), `${pattern.at(-1)}@`, '']),
        ),
      ]
    case 'release.build':
      return [
        tag(
          'release',
          like.map((pattern) => ['', `+${pattern[0]}`, ...pattern.slice(1)]),
        ),
      ]
    case 'release.version':
      return [tag('release', like.flatMap(versionPatterns))]
    case 'platform':
      return [{ kind: 'text', field, like: like.map((pattern) => pattern.map((piece) => piece.toLowerCase())) }]
    case 'message':
      return like.map(words)
    case 'type':
      return [line('error.type', like), { kind: 'one', field: 'type', in: like.map((pattern) => pattern.join('*')) }]
    case 'http.url':
      return [line(field, like), tag('url', like)]
    case 'user':
      return userConditions(like)
    case 'user.ip':
      return [{ kind: 'user', like: like.map((pattern) => [`ip:${pattern[0]}`, ...pattern.slice(1)]) }]
    case 'http.method':
    case 'sdk.name':
      return [line(field, like), tag(field, like)]
    default:
      return [field !== null && isLineField(field) ? line(field, like) : tag(key, like)]
  }
}

const LINE_FIELDS = [
  ...['title', 'culprit', 'error.type', 'error.value', 'error.mechanism'],
  ...['stack.function', 'stack.filename', 'stack.module', 'stack.abs_path', 'http.url', 'http.method', 'sdk.name'],
] as const satisfies readonly SearchMark[]

function isLineField(field: string): field is (typeof LINE_FIELDS)[number] {
  return LINE_FIELDS.some((one) => one === field)
}

/** Of a tag or a field; what every issue has is always there. */
function hasCondition(key: string): IssueCondition {
  const field = searchField(key)?.key ?? null
  switch (field) {
    case null:
      return tag(/^tags\[(.+)\]$/.exec(key)?.[1] ?? key, null)
    case 'assigned':
    case 'assigned_or_suggested':
      return { kind: 'isAssigned' }
    case 'bookmarks':
      return { kind: 'mark', mark: 'isBookmarked', users: null }
    case 'subscribed':
      return { kind: 'mark', mark: 'isSubscribed', users: null }
    case 'user':
    case 'users':
      return { kind: 'number', field: 'userCount', from: 1, to: null }
    case 'user.ip':
      return { kind: 'user', like: [['ip:', '']] }
    case 'error.unhandled':
      return UNHANDLED
    case 'http.url':
      return { kind: 'any', of: [line(field, null), tag('url', null)] }
    case 'http.method':
    case 'sdk.name':
      return { kind: 'any', of: [line(field, null), tag(field, null)] }
    case 'first_release':
    case 'last_release':
      return { kind: 'text', field: field === 'first_release' ? 'firstRelease' : 'lastRelease', like: [['', '']] }
    case 'release.version':
    case 'release.package':
    case 'release.build':
      return tag('release', null)
    case 'release':
    case 'environment':
    case 'user.id':
    case 'user.email':
    case 'user.username':
      return tag(field, null)
    default:
      return isLineField(field) ? line(field, null) : ALWAYS
  }
}

const ALWAYS: IssueCondition = { kind: 'all', of: [] }
const UNHANDLED: IssueCondition = { kind: 'line', mark: 'error.unhandled', like: null }

function releaseConditions(of: 'occurred' | 'first' | 'last', like: readonly TextPattern[]): readonly IssueCondition[] {
  const named = like.filter((pattern) => pattern.length > 1 || pattern[0] !== 'latest')
  const newest: readonly IssueCondition[] = named.length < like.length ? [{ kind: 'newestRelease', of }] : []
  if (named.length === 0) return newest
  if (of === 'occurred') return [...newest, tag('release', named)]
  return [...newest, { kind: 'text', field: of === 'first' ? 'firstRelease' : 'lastRelease', like: named }]
}

/** So many releases of an organization are compared with a version. */
const MOST_RELEASES = 5_000

async function releasesThat(
  { storage }: Asked,
  { organizationId }: Searcher,
  versions: readonly Extract<SearchValue, { kind: 'version' }>[],
): Promise<readonly TextPattern[]> {
  const query = { organizationId, projectIds: null, contains: '', limit: MOST_RELEASES }
  const releases = await storage.issues.tagValues({ ...query, key: 'release' })
  const fits = (release: string) => versions.some((version) => fitsVersion(release, version))
  return releases.filter(({ value }) => fits(value)).map(({ value }) => [value])
}

/** Of `package@version+build` the middle; a release may be its version alone. */
function versionPatterns([first = '', ...rest]: TextPattern): readonly TextPattern[] {
  const behind = ['', `@${first}`, ...rest]
  const withBuild = (pattern: TextPattern) => [...pattern.slice(0, -1), `${pattern.at(-1)}+`, '']
  return [[first, ...rest], withBuild([first, ...rest]), behind, withBuild(behind)]
}

/** `id:1`, `email:ada@example.com` and so on as Sentry writes users, or any of them. */
function userConditions(like: readonly TextPattern[]): readonly IssueCondition[] {
  const isKey = ([first = '']: TextPattern) => /^(?:id|email|username|ip):/.test(first)
  const [keys, others] = [like.filter(isKey), like.filter((pattern) => !isKey(pattern))]
  const user: IssueCondition = {
    kind: 'user',
    like: [...keys, ...others.map(([first = '', ...rest]) => [`ip:${first}`, ...rest])],
  }
  const tags = others.length === 0 ? [] : ['user.id', 'user.email', 'user.username'].map((key) => tag(key, others))
  return [...tags, user]
}

async function eventConditions(
  { storage }: Asked,
  organizationId: Id,
  patterns: readonly TextPattern[],
): Promise<readonly IssueCondition[]> {
  const ids: Id[] = []
  for (const pattern of patterns) {
    const id = await storage.events.issueOfEvent(organizationId, pattern.join('*').replaceAll('-', '').toLowerCase())
    if (id !== null) ids.push(id)
  }
  return [{ kind: 'id', in: ids }]
}

function timeCondition(field: 'first_seen' | 'last_seen', value: SearchValue, now: Date): readonly IssueCondition[] {
  if (value.kind !== 'period') return []
  const at = (time: SearchTime | null) =>
    time === null ? null : new Date('at' in time ? time.at : now.getTime() - time.ago)
  const column = field === 'first_seen' ? 'firstSeenAt' : 'lastSeenAt'
  return [{ kind: 'time', field: column, from: at(value.from), before: at(value.before) }]
}

function tag(key: string, like: readonly TextPattern[] | null): IssueCondition {
  return { kind: 'tag', key, like }
}

function line(mark: SearchMark, like: readonly TextPattern[] | null): IssueCondition {
  return { kind: 'line', mark, like }
}

function words(pattern: TextPattern): IssueCondition {
  return { kind: 'words', pieces: pattern.filter((piece) => piece.trim() !== '') }
}

function not(of: IssueCondition): IssueCondition {
  return { kind: 'not', of }
}
