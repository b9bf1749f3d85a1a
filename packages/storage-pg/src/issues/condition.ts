import type { IssueCondition, TextPattern } from '@mishap/core'
import { idsIn, isId, isStorableName } from '../ids.js'
import { splitPatterns } from './patterns.js'
import { priorityNumber } from './row.js'
import { type TextCondition, textSql } from './text-condition.js'

/** Where a condition is asked: the schema, the organization as the statement names it, and what binds values. */
export interface Asked {
  readonly s: string
  readonly organization: string
  readonly bind: Bind
}

type Bind = (value: unknown) => string
type Of<Kind extends IssueCondition['kind']> = Extract<IssueCondition, { kind: Kind }>

/**
 * SQL over the table `issues` as `i`. It is never null, so that `not` turns it round. What is in other tables is looked up
 * from the issue, with `offset 0`: the planner may not turn that into a join, for it cannot know how often a tag occurs.
 * Where few issues can match they are found first, see `candidates.ts`.
 */
export function conditionSql(asked: Asked, condition: IssueCondition): string {
  const { bind } = asked
  const sql = (one: IssueCondition) => conditionSql(asked, one)
  switch (condition.kind) {
    case 'all':
      return conjuncts(condition.of, (one) => textOfIssue(asked, one), sql) || 'true'
    case 'any':
      return condition.of.length === 0 ? 'false' : `(${condition.of.map(sql).join('\n or ')})`
    case 'not':
      return `not (${sql(condition.of)})`
    case 'one':
      return oneSql(condition, bind)
    case 'number':
      return within(condition.field === 'count' ? 'i.count' : 'i.user_count', condition.from, condition.to, bind)
    case 'time':
      return during(condition, bind)
    case 'id':
      return isAmong('i.id', condition.in, bind)
    case 'project':
      return isAmong('i.project_id', condition.in, bind)
    case 'shortId':
      return isId(condition.projectId)
        ? `(i.project_id = ${bind(condition.projectId)} and i.short_id = ${bind(condition.number)}::bigint)`
        : 'false'
    case 'isAssigned':
      return '(i.assignee_user_id is not null or i.assignee_team_id is not null)'
    case 'isLinked':
      return linkedSql(asked)
    case 'assignee':
      return assigneeSql(condition, bind)
    case 'mark':
      return markSql(asked, condition)
    case 'text':
      return `coalesce(${fits(TEXT_COLUMNS[condition.field], condition.like, bind)}, false)`
    case 'tag':
      return tagSql(asked, condition)
    case 'newestRelease':
      return newestReleaseSql(asked, condition)
    case 'user':
      // Index: issue_users_pkey.
      return `exists (
       select from ${asked.s}.issue_users u
       where u.organization_id = ${asked.organization} and u.issue_id = i.id and ${fits('u.user_key', condition.like, bind)}
       offset 0
     )`
    case 'line':
    case 'words':
      return textOfIssue(asked, [condition])
  }
}

/** All of them, those about the text of an issue as one question. */
function conjuncts(
  parts: readonly IssueCondition[],
  ofText: (conditions: readonly TextCondition[]) => string,
  sql: (condition: IssueCondition) => string,
): string {
  const flat = parts.flatMap(function flatten(part): readonly IssueCondition[] {
    return part.kind === 'all' ? part.of.flatMap(flatten) : [part]
  })
  const texts = flat.filter((part): part is TextCondition => part.kind === 'line' || part.kind === 'words')
  const others = flat.filter((part) => part.kind !== 'line' && part.kind !== 'words')
  const all = [...others.map(sql), ...(texts.length === 0 ? [] : [ofText(texts)])]
  return all.length < 2 ? (all[0] ?? '') : `(${all.join('\n and ')})`
}

/** Index: issue_search_pkey. */
function textOfIssue({ s, organization, bind }: Asked, conditions: readonly TextCondition[]): string {
  return `exists (
       select from ${s}.issue_search x
       where x.organization_id = ${organization} and x.issue_id = i.id
         and ${conditions.map((condition) => textSql(condition, bind)).join(' and ')}
       offset 0
     )`
}

function oneSql({ field, in: words }: Of<'one'>, bind: Bind): string {
  const known = words.filter(isStorableName)
  switch (field) {
    case 'priority':
      return `i.priority = any(${bind(known.map((word) => priorityNumber(word as Parameters<typeof priorityNumber>[0])))}::smallint[])`
    case 'statusDetails':
      return `coalesce(i.status_details ->> 'kind', '') = any(${bind(known)}::text[])`
    case 'status':
    case 'level':
    case 'type':
      return `i.${field} = any(${bind(known)}::text[])`
  }
}

function within(column: string, from: number | null, to: number | null, bind: Bind): string {
  const whole = (number: number) => Math.max(-1, Math.min(number, Number.MAX_SAFE_INTEGER))
  const bounds = [
    ...(from === null ? [] : [`${column} >= ${bind(whole(from))}::bigint`]),
    ...(to === null ? [] : [`${column} <= ${bind(whole(to))}::bigint`]),
  ]
  return bounds.length === 0 ? 'true' : `(${bounds.join(' and ')})`
}

const TIME_COLUMNS = {
  firstSeenAt: 'i.first_seen_at',
  lastSeenAt: 'i.last_seen_at',
  regressedAt: 'i.regressed_at',
  escalatedAt: 'i.escalated_at',
} as const

function during({ field, from, before }: Of<'time'>, bind: Bind): string {
  const column = TIME_COLUMNS[field]
  const bounds = [
    `${column} is not null`,
    ...(from === null ? [] : [`${column} >= ${bind(storableTime(from))}`]),
    ...(before === null ? [] : [`${column} < ${bind(storableTime(before))}`]),
  ]
  return `(${bounds.join(' and ')})`
}

const FIRST = Date.UTC(1970, 0, 1)
const LAST = Date.UTC(9999, 11, 31)

/** Nothing was seen earlier or later than what PostgreSQL can name. */
function storableTime(at: Date): Date {
  return new Date(Math.max(FIRST, Math.min(at.getTime(), LAST)))
}

export function isAmong(column: string, ids: readonly string[], bind: Bind): string {
  const known = idsIn(ids)
  if (known.length === 0) return 'false'
  return `${column} = ${known.length === 1 ? bind(known[0]) : `any(${bind(known)}::bigint[])`}`
}

export function assigneeSql({ users, teams }: Of<'assignee'>, bind: Bind): string {
  return `(${nullable('i.assignee_user_id', users, bind)} or ${nullable('i.assignee_team_id', teams, bind)})`
}

function nullable(column: string, ids: readonly string[], bind: Bind): string {
  const among = isAmong(column, ids, bind)
  return among === 'false' ? among : `(${column} is not null and ${among})`
}

export const MARKS = {
  isBookmarked: 'm.is_bookmarked',
  isSubscribed: 'm.is_subscribed',
  seenAt: 'm.seen_at is not null',
} as const

/** Index: issue_marks_pkey. */
function markSql({ s, organization, bind }: Asked, { mark, users }: Of<'mark'>): string {
  const ofUsers = users === null ? 'true' : isAmong('m.user_id', users, bind)
  return `exists (
       select from ${s}.issue_marks m
       where m.organization_id = ${organization} and m.issue_id = i.id and ${MARKS[mark]} and ${ofUsers}
       offset 0
     )`
}

/** Indexes: issue_links_of_issue, issues_merged. */
function linkedSql({ s, organization }: Asked): string {
  return `exists (
       select from ${s}.issue_links l
       where l.organization_id = ${organization} and l.key is not null and l.issue_id = any(array(
         select i.id union all
         select p.id from ${s}.issues p where p.organization_id = ${organization} and p.merged_into = i.id
       ))
       offset 0
     )`
}

const TEXT_COLUMNS = {
  platform: 'i.platform',
  firstRelease: 'i.first_release',
  lastRelease: 'i.last_release',
} as const

/** A to Z alone are made small, whatever the database's language. */
export function fits(column: string, like: readonly TextPattern[], bind: Bind): string {
  const { exact, wild } = splitPatterns(like.filter((pattern) => pattern.every(isStorableName)))
  const alternatives = [
    ...(exact.length === 0 ? [] : [`${column} = any(${bind(exact)}::text[])`]),
    ...(wild.length === 0 ? [] : [`lower(${column} collate "C") like any(${bind(wild)}::text[])`]),
  ]
  return alternatives.length === 0 ? 'false' : `(${alternatives.join(' or ')})`
}

/** Index: issue_tags_pkey. */
function tagSql({ s, organization, bind }: Asked, { key, like }: Of<'tag'>): string {
  if (!isStorableName(key)) return 'false'
  const ofKey = `t.key = ${bind(key)}`
  const ofValue = like === null ? '' : `and ${fits('t.value', like, bind)}`
  return `exists (
       select from ${s}.issue_tags t
       where t.organization_id = ${organization} and t.issue_id = i.id and ${ofKey} ${ofValue}
       offset 0
     )`
}

function newestReleaseSql({ s, organization }: Asked, { of }: Of<'newestRelease'>): string {
  // Index: project_releases_by_time.
  const newest = `(
         select r.version from ${s}.project_releases r
         where r.organization_id = ${organization} and r.project_id = i.project_id and r.first_seen_at is not null
         order by r.first_seen_at desc, r.version desc
         limit 1
       )`
  switch (of) {
    case 'occurred':
      return `exists (
       select from ${s}.issue_tags t
       where t.organization_id = ${organization} and t.issue_id = i.id and t.key = 'release' and t.value = ${newest}
       offset 0
     )`
    case 'first':
      return `coalesce(i.first_release = ${newest}, false)`
    case 'last':
      return `coalesce(i.last_release = ${newest}, false)`
  }
}
