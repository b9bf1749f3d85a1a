import type { MishapClient, OrganizationJson, ProjectOrganizationJson } from '@mishap/core/client'

const MOST_PAGES = 10

/** The projects of every organization of the reader, as many as ten pages have. */
export async function allProjects(client: MishapClient): Promise<readonly ProjectOrganizationJson[]> {
  const projects: ProjectOrganizationJson[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next } = await client.listAllProjects({ limit: 100, cursor })
    projects.push(...items)
    if (next === null) break
    cursor = next
  }
  return projects
}

/** The organizations whose primary owner the reader is. */
export async function ownedOrganizations(client: MishapClient): Promise<readonly OrganizationJson[]> {
  const { items } = await client.listOrganizations({ limit: 100 })
  const places = await Promise.all(items.map(({ slug }) => client.getMember(slug, 'me')))
  return items.filter((_, at) => places[at]?.isOwner === true)
}
