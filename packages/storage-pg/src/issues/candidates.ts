import { conditionOfFilter, type Id, type IssueCondition, type IssueFilter } from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId, isStorableName } from '../ids.js'
import { type Asked, assigneeSql, fits, isAmong, MARKS } from './condition.js'
import { type Condition, conditionOfParts } from './filter.js'
import { splitPatterns } from './patterns.js'
import { type TextCondition, textSql } from './text-condition.js'

/** What a statement reads for a filter; `from` names the issues `i`. */
export interface Source extends Condition {
  readonly from: string
}

interface Narrowed extends Source {
  /** Where many may match: some of them, enough to count up to a limit. */
  readonly sample: Source | null
}

/** More than these are not collected: among so many a page is soon full when issues are read in their order. */
const MOST_CANDIDATES = 3_000
/** Texts are long, and what looks through them may have to read many for one. Still as many as hits are counted. */
const MOST_OF_TEXTS = 1_200
/** Questions that find out whether there are few candidates; each takes a millisecond or two. */
const MOST_TRIES = 3

/** What was found for a page is as true as the page for so long. */
const FRESH_MS = 1_000

/**
 * Narrows filters for pages and for counts. Whoever wants to know how many there are has just asked for a page with the
 * same filter: what was found for that one serves its count, once.
 */
export function narrower(db: Database) {
  const found = new WeakMap<IssueFilter, { readonly narrowed: Narrowed | null; readonly atMs: number }>()
  return {
    async forPage(filter: IssueFilter): Promise<Narrowed | null> {
      const narrowed = await narrow(db, filter)
      found.set(filter, { narrowed, atMs: performance.now() })
      return narrowed
    },
    async forCount(filter: IssueFilter): Promise<Narrowed | null> {
      const before = found.get(filter)
      found.delete(filter)
      const isFresh = before !== undefined && performance.now() - before.atMs < FRESH_MS
      return isFresh ? before.narrowed : narrow(db, filter)
    },
  }
}

/**
 * How the issues of a filter are best read. Where few of them can match they are found first, by an index that begins
 * with what is asked; else they are read in the order of the list and each is asked. So neither what is rare nor what is
 * frequent has all issues read, whatever the planner knows of it. Null when nothing can match.
 */
async function narrow(db: Database, filter: IssueFilter): Promise<Narrowed | null> {
  if (!isId(filter.organizationId)) return null
  const { schema: s } = db
  const parts = textsTogether(conjunctsOf(conditionOfFilter(filter)))
  const promising = parts
    .filter((part) => part.kind in TRIED)
    .sort((a, b) => (TRIED[a.kind] ?? 0) - (TRIED[b.kind] ?? 0))
    .slice(0, MOST_TRIES)
  let sample: Source | null = null
  for (const part of promising) {
    const found = await candidatesFor(db, filter.organizationId, part)
    if (found === null) continue
    if (found.ids.length === 0) return null
    const others = parts.filter((other) => other !== part)
    const source = among(s, found.ids, conditionOfParts(s, filter.organizationId, others))
    if (source === null) return null
    if (found.isAll) return { ...source, sample: null }
    sample ??= source
  }
  const condition = conditionOfParts(s, filter.organizationId, parts)
  return condition === null ? null : { from: `${s}.issues i`, ...condition, sample }
}

function among(s: string, ids: readonly Id[], condition: Condition | null): Source | null {
  if (condition === null) return null
  const { where, values } = condition
  // Index: issues_pkey, once for each candidate.
  const from = `unnest($${values.length + 1}::bigint[]) as candidate(id)
      cross join lateral (
        select * from ${s}.issues x where x.id = candidate.id and x.organization_id = $1 offset 0
      ) as i`
  return { from, where, values: [...values, ids] }
}

/** The kinds that may have few candidates, the most promising first. */
const TRIED: Readonly<Partial<Record<IssueCondition['kind'], number>>> = {
  id: 0,
  user: 1,
  mark: 2,
  tag: 3,
  any: 4,
  all: 5,
  line: 6,
  words: 7,
}

/** Words and lines are one question, which is the rarer the more they are. */
function textsTogether(parts: readonly IssueCondition[]): readonly IssueCondition[] {
  const texts = parts.filter(isText)
  return texts.length < 2 ? parts : [...parts.filter((part) => !isText(part)), { kind: 'all', of: texts }]
}

function conjunctsOf(condition: IssueCondition): readonly IssueCondition[] {
  return condition.kind === 'all' ? condition.of.flatMap(conjunctsOf) : [condition]
}

interface Candidates {
  readonly ids: readonly Id[]
  readonly isAll: boolean
}

/** Issues for which the condition holds, if not all of them the first that are found; null where no index tells. */
async function candidatesFor(db: Database, organizationId: Id, condition: IssueCondition): Promise<Candidates | null> {
  if (condition.kind === 'id') {
    const ids = [...new Set(idsIn(condition.in))]
    return ids.length > MOST_CANDIDATES ? null : { ids, isAll: true }
  }
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const asked = { s: db.schema, organization: bind(organizationId), bind }
  const sql = candidatesSql(asked, condition)
  if (sql === null) return null
  const most = isText(condition) || condition.kind === 'all' ? MOST_OF_TEXTS : MOST_CANDIDATES
  const rows = await db.rows<{ issue_id: Id }>(`${sql} limit ${most + 1}`, values)
  return { ids: [...new Set(rows.map((row) => row.issue_id))], isAll: rows.length <= most }
}

/** A statement for their ids, some perhaps twice. */
function candidatesSql(asked: Asked, condition: IssueCondition): string | null {
  const { s, organization, bind } = asked
  const own = (table: string) => `${table}.organization_id = ${organization}`
  // Index: issue_search_words where there is one, else all texts are looked through.
  const ofText = (texts: readonly TextCondition[]) =>
    `select x.issue_id from ${s}.issue_search x
     where ${[own('x'), ...texts.map((text) => textSql(text, bind))].join(' and ')}`
  switch (condition.kind) {
    case 'any': {
      const all = condition.of.map((one) => candidatesSql(asked, one)).filter((sql) => sql !== null)
      return all.length < condition.of.length || all.length === 0 ? null : all.join(' union all ')
    }
    case 'id':
      return `select unnest(${bind(idsIn(condition.in))}::bigint[]) as issue_id`
    case 'user':
      // Index: issue_users_by_user.
      return isExact(condition.like)
        ? `select u.issue_id from ${s}.issue_users u where ${own('u')} and ${fits('u.user_key', condition.like, bind)}`
        : null
    case 'mark':
      // Indexes: issue_marks_bookmarked, issue_marks_subscribed.
      return condition.users === null || condition.mark === 'seenAt'
        ? null
        : `select m.issue_id from ${s}.issue_marks m
           where ${own('m')} and ${MARKS[condition.mark]} and ${isAmong('m.user_id', condition.users, bind)}`
    case 'tag': {
      if (!isStorableName(condition.key) || !isExact(condition.like ?? [])) return null
      const ofValue = condition.like === null ? 'true' : fits('t.value', condition.like, bind)
      // Index: issue_tags_by_value.
      return `select t.issue_id from ${s}.issue_tags t where ${own('t')} and t.key = ${bind(condition.key)} and ${ofValue}`
    }
    case 'assignee':
      // Indexes: issues_assigned_to_user, issues_assigned_to_team.
      return `select i.id as issue_id from ${s}.issues i where ${own('i')} and ${assigneeSql(condition, bind)}`
    case 'all':
      return condition.of.every(isText) && condition.of.length > 0 ? ofText(condition.of) : null
    case 'line':
    case 'words':
      return ofText([condition])
    default:
      return null
  }
}

function isText(condition: IssueCondition): condition is TextCondition {
  return condition.kind === 'line' || condition.kind === 'words'
}

function isExact(like: Parameters<typeof splitPatterns>[0]): boolean {
  return splitPatterns(like).wild.length === 0
}
