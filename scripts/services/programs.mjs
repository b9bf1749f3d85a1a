// Programs on this machine: finding them, and having the system's package manager install them.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of the names that is on the PATH, as a path; null where none is. */
export function onPath(...names) {
  for (const name of names) {
    for (const dir of (process.env.PATH ?? '').split(delimiter)) {
      const file = join(dir, name)
      if (isExecutable(file)) return file
    }
  }
  return null
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there, or not for us.
    return false
  }
}

const MANAGERS = [
  { program: 'apt-get', before: ['update', '-q'], install: ['install', '-y', '-q', '--no-install-recommends'] },
  { program: 'apk', install: ['add', '--no-cache'] },
  { program: 'dnf', install: ['install', '-y', '-q'] },
  { program: 'brew', install: ['install'], isForUsers: true },
]

/** Installs a package, named per manager. False where there is no manager for it or it did not work. */
export function installPackage(names) {
  for (const { program, before, install, isForUsers } of MANAGERS) {
    if (names[program] === undefined || onPath(program) === null) continue
    const asRoot = isForUsers || process.getuid?.() === 0 ? [] : ['sudo', '-n']
    console.log(`installing ${names[program]} with ${program} …`)
    const run = (args) => {
      const [command, ...rest] = [...asRoot, program, ...args]
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      return spawnSync(command, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
    }
    if (before !== undefined) run(before)
    if (run([...install, names[program]])) return true
  }
  return false
}
