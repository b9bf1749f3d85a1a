import { authorize } from '../../auth/authenticate.js'
import { isMemberOf, openOrganization } from '../../orgs/access.js'
import type { Id } from '../../ports/model.js'
import { type EventStream, eventStreamResponse } from '../event-stream.js'
import { liveStreamsOf } from '../live-streams.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY } from './rules.js'

const PATH = '/api/0/organizations/:org/live/'

export const liveRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'live', auth: EVENT_ANY, handle: getLive },
]

const BEAT_MS = 15_000

/** What happens in the organization, as it happens, until the client goes, the session ends or the member leaves. */
async function getLive(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return eventStreamResponse((stream) => follow(call, organization.id, stream))
}

function follow(call: Call, organizationId: Id, stream: EventStream): () => void {
  const { context, signal } = call
  const over = new AbortController()
  const unsubscribe = context.live.subscribe(organizationId, ({ organizationId: _, ...message }) =>
    stream.send(message),
  )
  const leave = () => stream.end()
  const forget = liveStreamsOf(context).add(stream)
  signal.addEventListener('abort', leave)
  if (signal.aborted) leave()
  void beat(call, organizationId, stream, over.signal)
  return () => {
    over.abort()
    forget()
    signal.removeEventListener('abort', leave)
    unsubscribe()
  }
}

async function beat(call: Call, organizationId: Id, stream: EventStream, over: AbortSignal): Promise<void> {
  for (;;) {
    await call.context.clock.sleep(BEAT_MS, over)
    if (over.aborted) return
    if (!(await isStillWelcome(call, organizationId))) {
      stream.end()
      return
    }
    stream.beat()
  }
}

async function isStillWelcome({ context, actorNow }: Call, organizationId: Id): Promise<boolean> {
  try {
    const actor = await actorNow()
    authorize(EVENT_ANY, actor)
    return await isMemberOf(context, actor, organizationId)
  } catch {
    // Whatever the reason: the client asks again and is told.
    return false
  }
}
