import type { IssueDetailJson, PersonJson } from '@mishap/core/client'
import { fitsVersion, type SearchNode, type SearchPattern, type SearchValue, searchField } from '@mishap/core/format'

/** What is known about an issue beyond itself. */
export interface MatchContext {
  readonly tags: ReadonlyMap<string, ReadonlySet<string>>
  readonly me: PersonJson | null
  readonly now: number
}

/** Whether an issue is what a search asks for, as the server would say. */
export function matchesSearch(issue: IssueDetailJson, node: SearchNode, context: MatchContext): boolean {
  switch (node.kind) {
    case 'all':
      return node.nodes.every((one) => matchesSearch(issue, one, context))
    case 'any':
      return node.nodes.some((one) => matchesSearch(issue, one, context))
    case 'not':
      return !matchesSearch(issue, node.node, context)
    case 'text':
      return textsOf(issue).some((text) => contains(text, node.pattern))
    case 'field':
      return node.values.some((value) => hasValue(issue, node.field, node.key, value, context))
  }
}

function hasValue(
  issue: IssueDetailJson,
  field: string | null,
  key: string,
  value: SearchValue,
  context: MatchContext,
): boolean {
  switch (value.kind) {
    case 'word':
      return hasWord(issue, field, value.word, context) ?? subjectsOf(issue, field, key, context).includes(value.word)
    case 'pattern':
      return subjectsOf(issue, field, key, context).some((text) => fits(text, value.pattern))
    case 'version':
      return [...(context.tags.get('release') ?? [])].some((release) => fitsVersion(release, value))
    case 'range': {
      const number = field === 'users' ? issue.userCount : Number(issue.count)
      return (value.from ?? 0) <= number && number <= (value.to ?? Number.POSITIVE_INFINITY)
    }
    case 'period': {
      const at = Date.parse(field === 'first_seen' ? issue.firstSeen : issue.lastSeen)
      const time = (point: NonNullable<typeof value.from>) => ('at' in point ? point.at : context.now - point.ago)
      return (value.from === null || at >= time(value.from)) && (value.before === null || at < time(value.before))
    }
  }
}

/** Words that are no text of the issue; null for all others. */
function hasWord(issue: IssueDetailJson, field: string | null, word: string, context: MatchContext): boolean | null {
  const { me } = context
  switch (field) {
    case 'is':
      return isWord(issue, word)
    case 'has': {
      const own = searchField(word)
      return own === null
        ? context.tags.has(/^tags\[(.+)\]$/.exec(word)?.[1] ?? word)
        : subjectsOf(issue, own.key, own.key, context).length > 0
    }
    case 'assigned':
    case 'assigned_or_suggested':
      if (word === 'none') return issue.assignedTo === null
      return word === 'me' ? issue.assignedTo?.type === 'user' && issue.assignedTo.id === me?.id : null
    case 'bookmarks':
      return word === 'me' ? issue.isBookmarked : null
    case 'subscribed':
      return word === 'me' ? issue.isSubscribed : null
    case 'error.unhandled':
      return issue.isUnhandled === (word === 'true')
    case 'error.handled':
      return issue.isUnhandled !== (word === 'true')
    default:
      return null
  }
}

function isWord({ status, substatus, assignedTo, hasSeen }: IssueDetailJson, word: string): boolean {
  if (word === 'assigned') return assignedTo !== null
  if (word === 'unassigned') return assignedTo === null
  if (word !== 'for_review') return status === word || substatus === word
  return status === 'unresolved' && substatus !== 'ongoing' && !hasSeen
}

/** The texts that a key is about. */
function subjectsOf(
  issue: IssueDetailJson,
  field: string | null,
  key: string,
  { tags }: MatchContext,
): readonly string[] {
  const { metadata, assignedTo } = issue
  const given = (...texts: readonly (string | null | undefined)[]) =>
    texts.flatMap((text) => (text == null || text === '' ? [] : [text]))
  switch (field) {
    case 'level':
      return [issue.level]
    case 'priority':
      return [issue.priority]
    case 'title':
      return [issue.title]
    case 'culprit':
      return [issue.culprit]
    case 'message':
      return textsOf(issue)
    case 'type':
      return given(metadata.type, issue.type)
    case 'error.type':
      return given(metadata.type)
    case 'error.value':
      return given(metadata.value)
    case 'project':
      return [issue.project.slug, issue.project.name, issue.project.id]
    case 'issue':
      return [issue.shortId, issue.id]
    case 'platform':
      return given(issue.project.platform)
    case 'first_release':
      return given(issue.firstRelease?.version)
    case 'last_release':
      return given(issue.lastRelease?.version)
    case 'assigned':
    case 'assigned_or_suggested': {
      const { type, slug = '', email = '', id = '' } = assignedTo ?? {}
      return type === 'team' ? [`#${slug}`, `team:${slug}`] : given(email, id && `user:${id}`)
    }
    default:
      return [...(tags.get(key) ?? [])]
  }
}

function textsOf({ title, culprit, shortId, metadata }: IssueDetailJson): string[] {
  return [`${title} ${metadata.type ?? ''} ${metadata.value ?? ''} ${culprit} ${shortId}`]
}

function contains(text: string, pattern: SearchPattern): boolean {
  const low = text.toLowerCase()
  let from = 0
  for (const piece of pattern) {
    const at = low.indexOf(piece.toLowerCase(), from)
    if (at === -1) return false
    from = at + piece.length
  }
  return true
}

/** The whole text, with anything between the pieces. */
function fits(text: string, pattern: SearchPattern): boolean {
  const first = pattern[0] ?? ''
  const last = pattern.at(-1) ?? ''
  const low = text.toLowerCase()
  if (pattern.length === 1) return low === first.toLowerCase()
  return low.startsWith(first.toLowerCase()) && low.endsWith(last.toLowerCase()) && contains(text, pattern)
}
