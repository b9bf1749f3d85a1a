import type { Context } from '../context.js'
import { notFound } from '../orgs/access.js'
import type { Id, Organization, Project } from '../ports/model.js'
import type { Release } from '../ports/releases.js'

/** The release, in a project where one is named. Rejects with `not_found` where the one does not have the other. */
export async function openRelease(
  { storage }: Context,
  { id }: Pick<Organization, 'id'>,
  version: string,
  project: Pick<Project, 'id'> | null = null,
): Promise<Release> {
  const release = await storage.releases.get(id, version)
  const isHere = project === null || release?.projects.some((one) => one.id === project.id) === true
  if (release === null || !isHere) throw notFound('release')
  return release
}

/** The ids of projects that are named by slug or id, without those that the organization does not have. */
export async function projectsNamed(
  { storage }: Context,
  organizationId: Id,
  names: readonly string[],
): Promise<readonly Id[]> {
  const found = await Promise.all(
    names.map(
      async (name) =>
        (await storage.projects.getBySlug(organizationId, name)) ?? storage.projects.get(organizationId, name),
    ),
  )
  return [...new Set(found.flatMap((project) => project?.id ?? []))]
}
