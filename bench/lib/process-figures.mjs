import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** CPU time of a process itself, user and system. Null where there is no /proc. */
export function cpuSeconds(pid) {
  return ticks(pid, 11, 13)
}

/** The same for a process and all that descend from it, those included that have ended. */
export function treeCpuSeconds(pid) {
  const own = ticks(pid, 11, 15)
  if (own === null) return null
  return childrenOf(pid).reduce((sum, child) => sum + (treeCpuSeconds(child) ?? 0), own)
}

/** utime, stime, cutime and cstime are fields 14 to 17 of proc(5); the first here is field 3. */
function ticks(pid, from, to) {
  const fields = statFields(pid)
  return fields === null
    ? null
    : fields.slice(from, to).reduce((sum, value) => sum + Number(value), 0) / TICKS_PER_SECOND
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
