import type { Context } from '../context.js'
import { compileGroupingRules, explainGrouping, type GroupingExplanation } from '../grouping/index.js'
import { DEFAULT_GROUPING_SETTINGS } from '../ports/grouping-settings.js'
import type { StoredEvent } from '../ports/model.js'
import { documentOf } from './payload.js'

/**
 * Why an event is grouped as it is, by the engine and the rules that its project has now. Where these have changed since
 * it was stored, it says how such an event would be grouped today.
 */
export async function explainEvent(
  { storage }: Pick<Context, 'storage'>,
  event: StoredEvent,
): Promise<GroupingExplanation> {
  const kept = await storage.projects.groupingSettings(event.organizationId, event.projectId)
  const { version, fingerprintRules, stackRules } = kept ?? DEFAULT_GROUPING_SETTINGS
  const { rules } = compileGroupingRules({ fingerprint: fingerprintRules, stack: stackRules })
  return explainGrouping(documentOf(event), { version, rules })
}
