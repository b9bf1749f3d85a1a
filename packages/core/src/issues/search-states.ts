import type { IssueCondition } from '../ports/issue-condition.js'
import type { IssueStatus } from '../ports/model.js'
import { all, not } from './search-terms.js'
import { ESCALATING_MS, NEWS_MS } from './substatus.js'

/** What `is:` and one of its words mean at `now`: the same as `substatusOf` says of each issue. */
export function isCondition(word: string, now: Date): IssueCondition {
  const since = (field: 'escalatedAt' | 'regressedAt' | 'firstSeenAt', ms: number): IssueCondition => ({
    ...{ kind: 'time', field, before: null },
    // What is exactly so old is no news.
    from: new Date(now.getTime() - ms + 1),
  })
  const escalating = since('escalatedAt', ESCALATING_MS)
  const regressed = all(not(escalating), since('regressedAt', NEWS_MS))
  const isNews: IssueCondition = { kind: 'any', of: [escalating, since('regressedAt', NEWS_MS)] }
  switch (word) {
    case 'unresolved':
    case 'resolved':
    case 'ignored':
      return status(word)
    case 'assigned':
      return { kind: 'isAssigned' }
    case 'unassigned':
      return not({ kind: 'isAssigned' })
    case 'escalating':
      return all(status('unresolved'), escalating)
    case 'regressed':
      return all(status('unresolved'), regressed)
    case 'new':
      return all(status('unresolved'), not(isNews), since('firstSeenAt', NEWS_MS))
    case 'ongoing':
      return all(status('unresolved'), not(isNews), not(since('firstSeenAt', NEWS_MS)))
    case 'for_review':
      return all(
        status('unresolved'),
        { kind: 'any', of: [isNews, since('firstSeenAt', NEWS_MS)] },
        not({ kind: 'mark', mark: 'seenAt', users: null }),
      )
    case 'archived_until_escalating':
      return all(status('ignored'), details('escalating'))
    case 'archived_until_condition_met':
      return all(status('ignored'), details('until'))
    case 'archived_forever':
      return all(status('ignored'), not(details('escalating')), not(details('until')))
    case 'linked':
      return { kind: 'isLinked' }
    case 'unlinked':
      return not({ kind: 'isLinked' })
    default:
      return { kind: 'any', of: [] }
  }
}

function status(word: IssueStatus): IssueCondition {
  return { kind: 'one', field: 'status', in: [word] }
}

function details(kind: string): IssueCondition {
  return { kind: 'one', field: 'statusDetails', in: [kind] }
}
