import type { Context } from '../context.js'
import { DELIVERY_BOUNDS, type Delivery } from '../ports/deliveries.js'
import type { Id } from '../ports/model.js'

/** Messages that waited for longer, or were tried, are looked at again: what they tell of may have been dealt with. */
const FRESH_MS = 60_000

type World = Pick<Context, 'storage' | 'clock'>

/** What of a message there is still to tell: not what is muted, resolved, ignored or gone. Null where nothing is left. */
export async function stillTold(context: World, delivery: Delivery): Promise<Delivery | null> {
  const muted = await mutedOf(context, delivery)
  const { subject } = delivery
  if (muted === 'all') return null
  if (subject.kind !== 'issues') return delivery
  const named = subject.issueIds.filter((id) => !muted.has(id))
  const left = await openOf(context, delivery, named)
  const gone = subject.issueIds.length - left.length
  if (gone === 0) return delivery
  const { issueIds, count } =
    subject.count > subject.issueIds.length
      ? await withUnnamed(context, delivery, { left, muted, atMost: subject.count - gone })
      : { issueIds: left, count: subject.count - gone }
  return issueIds.length === 0 ? null : { ...delivery, subject: { ...subject, issueIds, count } }
}

/** Issues of which nobody is to hear, or not who the message is for. */
async function mutedOf({ storage, clock }: World, delivery: Delivery): Promise<ReadonlySet<Id> | 'all'> {
  const { organizationId, projectId, userId } = delivery
  const active = await storage.mutes.active(organizationId, projectId, clock.now())
  const mutes = active.filter((mute) => mute.userId === null || mute.userId === userId)
  if (mutes.some(({ issueId }) => issueId === null)) return 'all'
  return new Set(mutes.flatMap(({ issueId }) => issueId ?? []))
}

async function openOf(
  { storage, clock }: World,
  { organizationId, createdAt, attempts }: Delivery,
  ids: readonly Id[],
): Promise<readonly Id[]> {
  const isFresh = attempts === 0 && clock.now().getTime() - createdAt.getTime() < FRESH_MS
  if (ids.length === 0 || isFresh) return ids
  const { items } = await storage.issues.list(
    { organizationId, projectIds: null, ids, statuses: ['unresolved'] },
    { sort: 'first_seen', ascending: true },
    { limit: ids.length, cursor: null },
  )
  const open = new Set(items.map(({ id }) => id))
  return ids.filter((id) => open.has(id))
}

/** Of a message about more issues than it names others take the places of those that are not told of any more. */
async function withUnnamed(
  { storage }: World,
  { alertId, createdAt }: Delivery,
  { left, muted, atMost }: { readonly left: readonly Id[]; readonly muted: ReadonlySet<Id>; readonly atMost: number },
): Promise<{ readonly issueIds: readonly Id[]; readonly count: number }> {
  const asked = { since: createdAt, but: [...muted] }
  const told = await storage.firing.openTold(alertId, asked, DELIVERY_BOUNDS.issues)
  const all = [...new Set([...left, ...told])]
  const issueIds = all.slice(0, DELIVERY_BOUNDS.issues)
  return { issueIds, count: told.length < DELIVERY_BOUNDS.issues ? all.length : Math.max(all.length, atMost) }
}
