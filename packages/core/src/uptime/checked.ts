import type { Context } from '../context.js'
import { MONITOR_BOUNDS } from '../ports/monitor-relations.js'
import type { Monitor, MonitorHealth } from '../ports/monitors.js'
import { type Checked, checkedBy } from './judge.js'
import { isMaintained } from './maintenance/active.js'
import { type ParentWord, wordOf } from './parent.js'
import type { Verdict } from './types/type.js'

/** The check to keep for a verdict, with what may be told of it: those above it are asked where there is something to tell. */
export async function checkedNow(context: Context, monitor: Monitor, verdict: Verdict, at: Date): Promise<Checked> {
  const isInMaintenance = await isMaintained(context, monitor)
  const open = checkedBy(monitor, verdict, at, { isMaintained: isInMaintenance, parent: 'fine' })
  if (open.telling === 'none' || monitor.parentId === null) return open
  const word = await wordAbove(context, monitor, open.health, at)
  return word === 'fine' ? open : checkedBy(monitor, verdict, at, { isMaintained: false, parent: word })
}

async function wordAbove(context: Context, child: Monitor, health: MonitorHealth, at: Date): Promise<ParentWord> {
  const { monitors } = context.storage
  let word: ParentWord = 'fine'
  let { parentId } = child
  for (let level = 0; level < MONITOR_BOUNDS.ancestors && parentId !== null; level += 1) {
    const parent: Monitor | null = await monitors.get(child.organizationId, parentId)
    if (parent === null) return word
    const said = wordOf(parent, health, at)
    if (said === 'down') return said
    if (said === 'awaited') word = said
    parentId = parent.parentId
  }
  return word
}
