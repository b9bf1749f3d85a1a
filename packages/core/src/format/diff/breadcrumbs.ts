import type { BreadcrumbJson, EventJson } from '../../client/event-types.js'
import { describeBreadcrumb } from '../breadcrumbs.js'
import { entryOf } from '../entries.js'
import { alignSequences, MOST_ALIGNED } from './align.js'
import type { DiffState } from './fields.js'

/** A step of what came before both events, or before one of them. */
export interface DiffCrumb {
  readonly one: BreadcrumbJson | null
  readonly other: BreadcrumbJson | null
  readonly state: DiffState
}

/** The steps before two events side by side, the oldest first; when each happened does not count. */
export function diffBreadcrumbs(
  one: Pick<EventJson, 'entries'>,
  other: Pick<EventJson, 'entries'>,
): readonly DiffCrumb[] {
  return alignSequences(crumbsOf(one), crumbsOf(other), textOf, kindOf).map((pair) => ({
    ...pair,
    state: stateOf(pair.one, pair.other),
  }))
}

/** The last ones: what is nearest to the failure says most. */
function crumbsOf(event: Pick<EventJson, 'entries'>): readonly BreadcrumbJson[] {
  return (entryOf(event, 'breadcrumbs')?.values ?? []).slice(-MOST_ALIGNED)
}

function textOf(crumb: BreadcrumbJson): string {
  return `${kindOf(crumb)}\0${crumb.level}\0${describeBreadcrumb(crumb).text}`
}

/** The same step with other words: `GET /cart/17 [200]` and `GET /cart/18 [404]`. */
function kindOf(crumb: BreadcrumbJson): string {
  return `${crumb.type}\0${crumb.category ?? ''}`
}

function stateOf(one: BreadcrumbJson | null, other: BreadcrumbJson | null): DiffState {
  if (one === null) return 'added'
  if (other === null) return 'removed'
  return textOf(one) === textOf(other) ? 'same' : 'changed'
}
