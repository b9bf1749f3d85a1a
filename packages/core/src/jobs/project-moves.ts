import type { Context } from '../context.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

/** What belongs to projects that were moved to another organization, where the request that did so left some. */
export function createProjectMoves(context: Context): BackgroundWork {
  return createBackgroundWork(context, {
    name: 'Moving projects to their organization',
    step: () => context.storage.projects.followMoves(),
    pauseMs: 60_000,
    restMs: 10,
  })
}
