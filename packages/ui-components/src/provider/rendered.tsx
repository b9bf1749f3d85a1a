import type { MishapClient } from '@mishap/core/client'
import { type FetchQueryOptions, QueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { anOrganization, aProject, aUser, STORY_NOW } from './memory/builders.js'
import { createMemoryClient } from './memory/client.js'
import type { MemoryFixtures } from './memory/store.js'
import { memoryNavigation } from './memory-navigation.js'
import { MishapProvider } from './mishap-provider.js'
import { createQueries, type Queries } from './queries.js'

export interface Scene {
  readonly client: MishapClient
  readonly at?: string
  /** What the server has read before it sends the page. */
  readonly read: (queries: Queries) => readonly { readonly queryKey: readonly unknown[] }[]
}

/** A screen as a server would send it, with its text alone. For tests. */
export async function rendered(screen: ReactElement, { client, at = '/', read }: Scene) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, retryOnMount: false } } })
  for (const options of read(createQueries(client))) await queryClient.prefetchQuery(options as FetchQueryOptions)
  const html = renderToString(
    <MishapProvider
      client={client}
      queryClient={queryClient}
      navigation={memoryNavigation(at)}
      now={STORY_NOW}
      timeZone="UTC"
    >
      {screen}
    </MishapProvider>,
  )
  const text = html
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
  return { html, text }
}

/** An organization with a project, and who is signed in to it. */
export const acme: MemoryFixtures = {
  user: aUser(),
  now: () => STORY_NOW,
  organizations: [anOrganization()],
  projects: [aProject()],
}

export interface AcmeScene extends Omit<Scene, 'client'> {
  readonly fixtures?: MemoryFixtures
  /** Methods that answer otherwise. */
  readonly change?: (client: MishapClient) => Partial<MishapClient>
}

/** A screen of `acme`, or of other fixtures. */
export function renderAcme(screen: ReactElement, { fixtures = acme, change, ...rest }: AcmeScene) {
  const memory = createMemoryClient(fixtures)
  return rendered(screen, { client: { ...memory, ...change?.(memory) }, ...rest })
}
