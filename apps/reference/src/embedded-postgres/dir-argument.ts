import { platform } from 'node:os'
import { canReach, type RunAs } from './run-as.js'

/** The descriptor at which `dirArgument` expects the opened directory in the child. */
const DIR_FD = 3

/**
 * What to pass as `-D`. Below a directory that PostgreSQL's user may not enter (`/root` is 0700) its path is useless,
 * but a directory that we opened for it is not: Linux lets it in through the inherited descriptor.
 */
export function dirArgument(runAs: RunAs, dir: string): string {
  if (runAs === null || platform() !== 'linux' || canReach(runAs, dir)) return dir
  return `/proc/self/fd/${DIR_FD}`
}
