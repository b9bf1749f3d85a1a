import type { IssueTopTagJson } from '@mishap/core/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMishap } from '../provider/context.js'
import { type ColumnId, tagOf } from './columns.js'

/** What the columns of tags show for these issues; nothing while it is on its way, or where there is no such column. */
export function useTopTags(
  org: string,
  ids: readonly string[],
  columns: readonly ColumnId[],
): readonly IssueTopTagJson[] {
  const { queries, queryClient } = useMishap()
  const keys = columns.flatMap((column) => tagOf(column) ?? [])
  const options = queries.issuesTopTags(org, ids, keys)
  const result = useQuery({ ...options, placeholderData: keepPreviousData }, queryClient)
  return (keys.length === 0 ? undefined : result.data) ?? NONE
}

const NONE: readonly IssueTopTagJson[] = []
