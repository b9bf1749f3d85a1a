import type { Actor } from '../auth/actor.js'
import type { Editor } from '../issues/work.js'
import { userOf } from '../orgs/access.js'
import type { Via } from '../ports/issue-state.js'
import type { Call } from './types.js'

const COMMAND_LINES = /^(?:sentry-cli|glitchtip-cli|mishap)\//

/** Who makes the request, and from where, for the log of what is changed. */
export function editorOf({ actor, header, context }: Call): Editor {
  return { userId: userOf(actor).id, via: viaOf(actor, header('user-agent') ?? ''), at: context.clock.now() }
}

/** How somebody reached the API. */
export function viaOf(actor: Actor, userAgent: string): Via {
  if (actor.kind === 'session' || actor.kind === 'host') return 'web'
  return COMMAND_LINES.test(userAgent) ? 'cli' : 'api'
}
