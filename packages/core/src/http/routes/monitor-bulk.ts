import { invalidField } from '../../errors.js'
import { openOrganization } from '../../orgs/access.js'
import { MONITOR_BOUNDS, type MonitorBulkChange } from '../../ports/monitor-relations.js'
import { tellChange } from '../../uptime/changes.js'
import { emptyResponse } from '../answers.js'
import { aboutOrganization, record } from '../audit.js'
import { integer, listOf, oneOf, optional, readFields } from '../input.js'
import { groupField, tagField } from '../monitor-setup/relations.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MONITOR_WRITE } from './rules.js'

/** What is done to several monitors at once. */
export const monitorBulkRoutes: readonly Route[] = [
  {
    ...{ method: 'POST', path: '/api/0/organizations/:org/monitors/bulk/', operation: 'changeMonitors' },
    ...{ auth: MONITOR_WRITE, handle: change },
  },
]

const ACTIONS = ['pause', 'resume', 'delete', 'tag', 'untag', 'move'] as const

async function change(call: Call): Promise<HttpResponse> {
  const { context, actor, params } = call
  const { organization } = await openOrganization(context, actor, params.org ?? '')
  const fields = readFields(await call.json(), {
    ids: listOf(integer(1, Number.MAX_SAFE_INTEGER), MONITOR_BOUNDS.bulk),
    action: oneOf(...ACTIONS),
    tag: optional(tagField),
    group: optional(groupField),
  })
  const wanted = changeOf(fields)
  const [ids, now] = [fields.ids.map(String), context.clock.now()]
  const { incidents, monitors } = context.storage
  // Of what is not there any more nothing could be ended.
  if (wanted.action === 'delete') await incidents.leave(organization.id, ids, now)
  const changed = await monitors.changeMany(organization.id, ids, wanted, now)
  if (wanted.action === 'pause') await incidents.leave(organization.id, ids, now)
  if (changed.length > 0) {
    tellChange(context)
    // One entry for all: a switch of hundreds is one decision.
    const after = { ...wanted, monitors: changed }
    await record(call, { ...aboutOrganization(organization), action: 'monitor.changed_together', after })
  }
  return emptyResponse()
}

function changeOf({
  action,
  tag,
  group,
}: {
  readonly action: (typeof ACTIONS)[number]
  readonly tag: string | undefined
  readonly group: string | undefined
}): MonitorBulkChange {
  if (action === 'tag' || action === 'untag') {
    if (tag === undefined) throw invalidField('tag', 'missing', 'Wanted the tag')
    return { action, tag }
  }
  if (action !== 'move') return { action }
  if (group === undefined) throw invalidField('group', 'missing', 'Wanted the group; empty for none')
  return { action, group }
}
