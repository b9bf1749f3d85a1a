import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** CPU time of a process, user and system, children that have ended included. Null where there is no /proc. */
export function cpuSeconds(pid) {
  const fields = statFields(pid)
  if (fields === null) return null
  // utime, stime, cutime, cstime are fields 14 to 17 of proc(5); the first here is field 3.
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND
}

/** The same for a process and all that descend from it. */
export function treeCpuSeconds(pid) {
  const own = cpuSeconds(pid)
  if (own === null) return null
  return childrenOf(pid).reduce((sum, child) => sum + (treeCpuSeconds(child) ?? 0), own)
}

/** Resident memory in MB: `now`, and `peak` since the start or the last `resetPeak`. */
export function memory(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name) =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 102.4) / 10
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
  } catch {
    // No /proc, or the process has ended: there is nothing to say.
    return { now: null, peak: null }
  }
}

export function resetPeak(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // Not ours or not Linux: the peak then counts from the start of the process.
  }
}

function childrenOf(pid) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => statFields(name)?.[1] === String(pid))
}

function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It has ended meanwhile, or there is no /proc.
    return null
  }
}
