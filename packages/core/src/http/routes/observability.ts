import { AppError } from '../../errors.js'
import { scrape } from '../scrape.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC } from './rules.js'

/** Where GlitchTip 5 tells its metrics, to tokens of its staff. There while GlitchTip's names are switched on. */
export function observabilityRoutes(routes: () => readonly Route[]): readonly Route[] {
  const handle = async ({ context, actor, header }: Call): Promise<HttpResponse> => {
    if (!context.config.metrics.compat) throw new AppError('not_found', 'Not found')
    // GlitchTip answers 403 to nobody as well.
    if (actor.kind === 'anonymous' || !actor.user.isSuperuser)
      throw new AppError('forbidden', 'Permission denied: metrics are for superusers')
    return scrape(context, header('accept'), routes())
  }
  return [{ method: 'GET', path: '/api/0/observability/django/', operation: null, auth: PUBLIC, handle }]
}
