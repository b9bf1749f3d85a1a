import type { IssueCondition, TextPattern } from '../ports/issue-condition.js'
import type { SearchMark } from '../ports/search-text.js'
import { searchField } from '../search/fields.js'
import { ALWAYS, line, not, tag, words } from './search-terms.js'

export const UNHANDLED: IssueCondition = line('error.unhandled', null)

/** Fields whose values are texts. An empty value is what has none. */
export function textConditions(
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
export function hasCondition(key: string): IssueCondition {
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

function releaseConditions(of: 'occurred' | 'first' | 'last', like: readonly TextPattern[]): readonly IssueCondition[] {
  const named = like.filter((pattern) => pattern.length > 1 || pattern[0] !== 'latest')
  const newest: readonly IssueCondition[] = named.length < like.length ? [{ kind: 'newestRelease', of }] : []
  if (named.length === 0) return newest
  if (of === 'occurred') return [...newest, tag('release', named)]
  return [...newest, { kind: 'text', field: of === 'first' ? 'firstRelease' : 'lastRelease', like: named }]
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
