import type { GroupingSettings } from '../ports/grouping-settings.js'
import type { Project } from '../ports/model.js'
import { changeGrouping, type GroupingChangeRequest } from '../projects/grouping.js'
import { aboutProject, changed, record } from './audit.js'
import type { Call } from './types.js'

/** Of each text of rules in the log of what people changed. */
const MOST_NOTED = 4_000

/** `changeGrouping` on behalf of the caller, noted where it changed something. */
export async function applyGrouping(
  call: Call,
  project: Project,
  request: GroupingChangeRequest,
): Promise<GroupingSettings> {
  const { before, after } = await changeGrouping(call.context, project, request)
  const difference = changed(noted(before), noted(after))
  if (Object.keys(difference.after).length > 0)
    await record(call, { ...aboutProject(project), action: 'project.grouping_changed', ...difference })
  return after
}

function noted({ version, fingerprintRules, stackRules }: GroupingSettings) {
  return {
    version,
    fingerprintRules: fingerprintRules.slice(0, MOST_NOTED),
    stackRules: stackRules.slice(0, MOST_NOTED),
  }
}
