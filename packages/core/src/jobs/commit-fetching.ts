import type { Context } from '../context.js'
import { fetchOwedCommits } from '../releases/fetch-commits.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const LOOK_EVERY_MS = 10_000

/** Asks code hosts for the commits of releases. Any number of processes may do it at once. */
export function createCommitFetching(context: Context): BackgroundWork {
  return createBackgroundWork(context, {
    ...{ name: 'Fetching commits of releases', pauseMs: LOOK_EVERY_MS, restMs: 0 },
    step: () => fetchOwedCommits(context),
  })
}
