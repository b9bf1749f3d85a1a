import type { Context } from '../context.js'
import { errorCode } from '../errors.js'
import type { KeyTarget, Organization, Project } from '../ports/model.js'
import { newKey } from '../projects/create.js'
import type { ImportJob } from './job.js'
import type { RemoteKey, RemoteProject } from './read.js'

/** The project of the organization that has one of the keys already: a key decides which project it is. */
export async function ownerOfKeys(
  { storage }: Pick<Context, 'storage'>,
  { id }: Organization,
  keys: readonly RemoteKey[],
): Promise<Project | null> {
  const targets = await storage.projects.findKeyTargets(keys.map(({ publicKey }) => publicKey))
  const own = targets.find(({ organizationId }) => organizationId === id)
  return own === undefined ? null : storage.projects.get(id, own.projectId)
}

/**
 * Gives the project those of its keys that it lacks, each with the id that its DSNs name. Answers whether every one of
 * these DSNs is good here, so that SDKs need another host only.
 */
export async function bringKeys(
  job: ImportJob,
  about: {
    readonly remote: RemoteProject
    readonly project: Project | null
    readonly keys: readonly RemoteKey[]
    /** The id that DSNs of the source name; null where they cannot name it here. */
    readonly formerId: string | null
    readonly isNew: boolean
    /** Whether an earlier run came to its end with this project: what is here since is as people here want it. */
    readonly isWhole: boolean
  },
): Promise<boolean> {
  const { context, tally } = job
  const { remote, project, keys, formerId, isNew, isWhole } = about
  const found = await context.storage.projects.findKeyTargets(keys.map(({ publicKey }) => publicKey))
  const targets = new Map(found.map((target) => [target.publicKey, target]))
  let isHostEnough = keys.length > 0
  for (const [index, key] of keys.entries()) {
    const target = targets.get(key.publicKey)
    if (target !== undefined && target.projectId !== project?.id) {
      tally.skip('keys', `${remote.slug}: ${key.publicKey}`, `${whose(job, target)} has it here: its SDKs report there`)
      isHostEnough = false
      continue
    }
    // The project was made with it.
    const isFirst = isNew && target !== undefined && index === keys.findIndex(({ publicKey }) => targets.has(publicKey))
    if (target === undefined || isFirst) tally.made('keys')
    else tally.present('keys')
    if (project === null || job.isDryRun) continue
    if (target !== undefined)
      isHostEnough = (await complete(job, { target, key, remote, formerId, isWhole })) && isHostEnough
    else if (!(await makeKey(job, project, key, formerId))) isHostEnough = false
  }
  return isHostEnough
}

/** The name and the limits of the key that a project was made with, and what a run that was interrupted has not come to. */
async function complete(
  { context }: ImportJob,
  about: {
    readonly target: KeyTarget
    readonly key: RemoteKey
    readonly remote: RemoteProject
    readonly formerId: string | null
    readonly isWhole: boolean
  },
): Promise<boolean> {
  const { target, key, remote, formerId, isWhole } = about
  const { projects } = context.storage
  const { organizationId, projectId, keyId } = target
  const isFormerUnknown = target.formerProjectId === null && formerId !== null && formerId !== projectId
  const own = isWhole ? null : await projects.getKey(organizationId, projectId, keyId)
  const isOurs = own !== null && (own.name === '' || own.name === key.name)
  if (isOurs || isFormerUnknown)
    await projects.updateKey(organizationId, projectId, keyId, {
      ...(isFormerUnknown ? formerProject(formerId) : {}),
      ...(isOurs ? { name: key.name, rateLimit: key.rateLimit, isActive: key.isActive } : {}),
    })
  return [projectId, target.formerProjectId ?? formerId].includes(remote.id)
}

/** False where somebody else took the key at this very moment. */
async function makeKey(job: ImportJob, project: Project, key: RemoteKey, formerId: string | null): Promise<boolean> {
  const { projects } = job.context.storage
  const { organizationId, id: projectId } = project
  const { id } = newKey()
  const { publicKey, name, rateLimit } = key
  try {
    await projects.createKey({
      ...{ organizationId, projectId, id, publicKey, name, rateLimit },
      ...{ takesRetired: job.mayTakeOver, ...formerProject(formerId) },
    })
  } catch (error) {
    if (errorCode(error) !== 'conflict') throw error
    return false
  }
  if (!key.isActive) await projects.updateKey(organizationId, projectId, id, { isActive: false })
  return formerId !== null
}

/** For a key: by which id its DSNs name the project, where they have one. */
export function formerProject(formerId: string | null): { readonly formerProjectId?: string } {
  return formerId === null ? {} : { formerProjectId: formerId }
}

function whose({ organization }: ImportJob, target: KeyTarget): string {
  if (target.organizationId === organization?.id) return `the project ${target.projectSlug}`
  return 'a project of another organization'
}
