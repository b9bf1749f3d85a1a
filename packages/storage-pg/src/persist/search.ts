import { EVENT_BOUNDS, type Id, issueLines, type NewEvent, storable } from '@mishap/core'
import type { Queries } from '../database.js'
import type { IssueDelta } from './sum.js'

/** Texts that the search of an issue does not find yet. */
export interface SearchText {
  readonly issue_id: Id
  readonly organization_id: Id
  readonly text: string
}

const MOST = EVENT_BOUNDS.issueSearchText

/** What free text finds a new issue by: its title and culprit, and what its events bring. */
export function searchTextOf(events: readonly NewEvent[]): string {
  const founder = events[0] as NewEvent
  const texts = textsOf(events)
  const about = issueLines(founder)
  // Nearly always the text of the first event begins with it.
  const own = texts[0]?.startsWith(about) === true ? '' : about
  return storable([own, ...texts].join(''), MOST)
}

function textsOf(events: readonly NewEvent[]): readonly string[] {
  return [...new Set(events.map((event) => event.searchText))].filter((text) => text !== '')
}

/** Only looks, and nearly always finds nothing to add: the events of an issue resemble each other. */
export async function missingSearchText(
  tx: Queries,
  s: string,
  deltas: readonly IssueDelta[],
): Promise<readonly SearchText[]> {
  const rows = deltas.flatMap((delta) =>
    textsOf(delta.events).map((text) => ({
      issue_id: delta.issueId,
      organization_id: delta.organizationId,
      text,
    })),
  )
  if (rows.length === 0) return []
  // Index: issue_search_pkey.
  return tx.prepared<SearchText>(
    `select q.issue_id, q.organization_id, q.text
     from json_to_recordset($1::json) as q(issue_id bigint, organization_id bigint, text text)
     join ${s}.issue_search x on x.organization_id = q.organization_id and x.issue_id = q.issue_id
     where length(x.text) < ${MOST} and strpos(x.text, q.text) = 0`,
    [JSON.stringify(rows)],
  )
}

/** To be called while the issues themselves are locked: writers add to one text one after the other. */
export async function addSearchText(tx: Queries, s: string, missing: readonly SearchText[]): Promise<void> {
  if (missing.length === 0) return
  await tx.prepared(
    `update ${s}.issue_search x set text = left(x.text || q.text, ${MOST})
     from (
       select issue_id, organization_id, string_agg(text, '') as text
       from json_to_recordset($1::json) as r(issue_id bigint, organization_id bigint, text text)
       group by issue_id, organization_id
     ) as q
     where x.organization_id = q.organization_id and x.issue_id = q.issue_id`,
    [JSON.stringify(missing)],
  )
}
