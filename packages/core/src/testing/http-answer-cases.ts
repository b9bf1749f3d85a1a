import { expect, it } from '@jest/globals'
import type { App } from '../app.js'
import type { ApiDocument } from '../http/openapi/document.js'

/** A host that is up, and who asks. */
export interface AnswerPlace {
  readonly app: App
  readonly origin: string
  /** Where the app is mounted in it. */
  readonly prefix: string
  readonly token: string
}

/** That a host passes on what the app answers, for everything that can be read: its status, its headers, its bytes. */
export function runAnswerCases(place: () => AnswerPlace): void {
  it('passes on the answer of every operation that reads', async () => {
    const { app, origin, prefix, token } = place()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
    const described = (await (await fetch(`${origin}${prefix}/api/openapi.json`)).json()) as ApiDocument
    const paths = Object.keys(described.paths).filter((path) => isStill(described, path))
    expect(paths.length).toBeGreaterThan(50)
    for (const template of paths) {
      const path =
        prefix +
        template
          .replace('{org}', 'host')
          .replace('{project}', 'web')
          .replace(/\{\w+\}/g, '1')
      const [hosted, own] = await Promise.all([
        fetch(origin + path, { headers, redirect: 'manual' }),
        app.fetch(new Request(app.context.config.url.origin + path, { headers })),
      ])
      expect(await shown(path, hosted)).toEqual(await shown(path, own))
    }
  })
}

/** What is made by chance is another one each time. */
const BY_CHANCE: ReadonlySet<string> = new Set(['startWizard', 'beginPasskeyLogin'])

// Of a stream nothing comes by itself.
function isStill({ paths }: ApiDocument, path: string): boolean {
  const read = paths[path]?.get
  if (read === undefined || BY_CHANCE.has(read.operationId)) return false
  return !Object.values(read.responses).some(({ content = {} }) => 'text/event-stream' in content)
}

async function shown(path: string, response: Response) {
  const { status, headers } = response
  return { path, status, type: headers.get('content-type'), link: headers.get('link'), body: await response.text() }
}
