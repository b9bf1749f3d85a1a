import type { SourceLinksJson } from '../client/integration-types.js'
import type { Context } from '../context.js'
import { documentOf } from '../events/payload.js'
import type { CodeMapping, Integration } from '../ports/integrations.js'
import type { StoredEvent } from '../ports/model.js'
import type { Commit, Release } from '../ports/releases.js'
import { HOSTS } from './hosts/index.js'
import { hasDots, sourcePath } from './source-path.js'

/** Of an event. */
const MOST = 2000

/** Addresses of the sources of an event's frames, at the commit of its release where that is known, else on the branch. */
export async function sourceLinksOf(context: Context, event: StoredEvent): Promise<SourceLinksJson> {
  const { integrations, releases } = context.storage
  const { organizationId, projectId } = event
  const release = event.release === null ? null : await releases.get(organizationId, event.release)
  const places = await placesOf(context, await integrations.mappingsOf(organizationId, projectId), release)
  const links: SourceLinksJson['links'] = []
  const values = places.length === 0 ? [] : (documentOf(event).exception?.values ?? [])
  for (const [exception, { stacktrace }] of values.entries())
    for (const [frame, one] of (stacktrace?.frames ?? []).entries()) {
      if (links.length === MOST) break
      for (const { mapping, integration, ref } of places) {
        const path = sourcePath(one, mapping)
        const url = path === null ? undefined : urlOf(integration, mapping, { ref, path, line: one.lineno ?? null })
        if (url === undefined) continue
        links.push({ exception, frame, url })
        break
      }
    }
  return { commit: commitOf(release), links }
}

interface Place {
  readonly mapping: CodeMapping
  readonly integration: Integration
  readonly ref: string
}

async function placesOf(
  { storage }: Context,
  mappings: readonly CodeMapping[],
  release: Release | null,
): Promise<readonly Place[]> {
  const places: Place[] = []
  for (const mapping of mappings) {
    const integration = await storage.integrations.find(mapping.integrationId)
    const ref = (await commitIn(storage, mapping, release)) ?? mapping.branch
    if (integration !== null && !hasDots(ref) && !hasDots(mapping.repository))
      places.push({ mapping, integration, ref })
  }
  // The longest first: what is mapped more closely is meant.
  return places.sort((a, b) => b.mapping.stackRoot.length - a.mapping.stackRoot.length)
}

/** Of a release that was built of several repositories that of this one. */
async function commitIn(
  { releases }: Context['storage'],
  { repository }: CodeMapping,
  release: Release | null,
): Promise<string | null> {
  const last = release?.lastCommit ?? null
  if (release === null || last === null) return commitOf(release)
  if (isOf(last, repository)) return last.id
  const commits = await releases.commits(release.organizationId, release.version)
  return commits.find((commit) => isOf(commit, repository))?.id ?? null
}

/** A commit whose repository nobody named may be of any. */
function isOf({ repository }: Pick<Commit, 'repository'>, wanted: string): boolean {
  const name = repository?.toLowerCase() ?? null
  return name === null || name === wanted.toLowerCase() || name.endsWith(`/${wanted.toLowerCase()}`)
}

function commitOf(release: Release | null): string | null {
  return release?.lastCommit?.id ?? release?.ref ?? null
}

function urlOf(
  integration: Integration,
  { repository }: CodeMapping,
  place: { readonly ref: string; readonly path: string; readonly line: number | null },
): string | undefined {
  const line = place.line !== null && Number.isSafeInteger(place.line) && place.line > 0 ? place.line : null
  return HOSTS[integration.kind].sourceUrl?.(integration, { ...place, line, repository })
}
