import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { compileGroupingRules, type GroupingOptions, heirsOf, type RuleFault, ruleFaults } from '../grouping/index.js'
import { notFound } from '../orgs/access.js'
import type { GroupingSettings } from '../ports/grouping-settings.js'
import type { Project } from '../ports/model.js'
import { surveyGrouping } from './grouping-survey.js'

/** What of a project's grouping somebody changes. */
export type GroupingChangeRequest = Partial<Pick<GroupingSettings, 'version' | 'fingerprintRules' | 'stackRules'>>

type Place = Pick<Project, 'id' | 'organizationId'>

/** So long the engine before is asked about what the new one does not know. */
const UPGRADE_DAYS = 90
const DAY_MS = 86_400_000

export async function readGrouping({ storage }: Pick<Context, 'storage'>, project: Place): Promise<GroupingSettings> {
  const settings = await storage.projects.groupingSettings(project.organizationId, project.id)
  if (settings === null) throw notFound('project')
  return settings
}

/**
 * Changes how a project groups, for the events from then on. Issues whose stored events are grouped in another way own
 * the new hashes before the first event comes with one, so that none of them ends and begins again. Rejects with the
 * `faults` of rules that cannot be read.
 */
export async function changeGrouping(
  context: Pick<Context, 'storage' | 'clock'>,
  project: Place,
  request: GroupingChangeRequest,
): Promise<{ readonly before: GroupingSettings; readonly after: GroupingSettings }> {
  const { storage, clock } = context
  const { organizationId, id } = project
  const before = await readGrouping(context, project)
  const change = newOnly(before, request)
  const faults = faultsIn(change)
  if (faults.length > 0) throw new AppError('invalid_input', sentenceOf(faults), { faults })
  if (Object.keys(change).length === 0) return { before, after: before }
  const after = { ...before, ...change }
  const { regrouped, split } = await surveyGrouping(context, project, {
    before: groupingOptions(before),
    after: groupingOptions(after),
  })
  const alike = new Map(split.map((event) => [event.after, event.before]))
  await storage.issues.splitAlike(
    organizationId,
    id,
    [...alike].map(([hash, as]) => ({ hash, as })),
  )
  await storage.issues.adoptHashes(organizationId, id, heirsOf(regrouped))
  const until = new Date(clock.now().getTime() + UPGRADE_DAYS * DAY_MS)
  const window = change.version === undefined ? {} : { previous: before.version, previousUntil: until }
  const updated = await storage.projects.updateGroupingSettings(organizationId, id, { ...change, ...window })
  if (updated === null) throw notFound('project')
  return { before, after: updated }
}

/** The settings as the engines take them; lines with faults are left out. */
export function groupingOptions({
  version,
  fingerprintRules,
  stackRules,
}: Pick<GroupingSettings, 'version' | 'fingerprintRules' | 'stackRules'>): GroupingOptions {
  return { version, rules: compileGroupingRules({ fingerprint: fingerprintRules, stack: stackRules }).rules }
}

/** What cannot be read of the rules that are given. */
export function faultsIn({ fingerprintRules = '', stackRules = '' }: GroupingChangeRequest): readonly RuleFault[] {
  return ruleFaults({ fingerprint: fingerprintRules, stack: stackRules })
}

function newOnly(before: GroupingSettings, request: GroupingChangeRequest): GroupingChangeRequest {
  const { version, fingerprintRules, stackRules } = request
  return {
    ...(version !== undefined && version !== before.version && { version }),
    ...(fingerprintRules !== undefined && fingerprintRules !== before.fingerprintRules && { fingerprintRules }),
    ...(stackRules !== undefined && stackRules !== before.stackRules && { stackRules }),
  }
}

function sentenceOf([first, ...more]: readonly RuleFault[]): string {
  if (first === undefined) return ''
  const { rules, line, column, message, remedy } = first
  const rest =
    more.length === 0 ? '' : ` There ${more.length === 1 ? 'is 1 more fault' : `are ${more.length} more faults`}.`
  const kind = rules === 'stack' ? 'stack rules' : 'fingerprint rules'
  return `Line ${line}, column ${column} of the ${kind}: ${message}. ${remedy}${rest}`
}
