import type { MishapClient, MuteJson, OrganizationJson, ProjectOrganizationJson } from '@mishap/core/client'

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

/** A mute with the slug of its organization. */
export interface OwnMute extends MuteJson {
  readonly org: OrganizationJson
}

/** What the reader has muted for themselves, the first hundred mutes of each organization. */
export async function ownMutes(client: MishapClient): Promise<readonly OwnMute[]> {
  const { items } = await client.listOrganizations({ limit: 100 })
  const pages = await Promise.all(items.map(({ slug }) => client.listMutes(slug, { limit: 100 })))
  return pages.flatMap((page, at) => {
    const org = items[at]
    return org === undefined ? [] : page.items.filter(({ isOwn }) => isOwn).map((mute) => ({ ...mute, org }))
  })
}
