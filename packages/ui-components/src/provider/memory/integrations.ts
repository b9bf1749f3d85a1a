import {
  ApiError,
  type CodeMappingJson,
  type IntegrationClient,
  type IntegrationJson,
  type IssueLinkJson,
  type IssueTemplateJson,
} from '@mishap/core/client'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

const DEFAULT_URLS = {
  github: 'https://github.com',
  gitlab: 'https://gitlab.com',
  jira: '',
  slack: 'https://slack.com',
}
const TEMPLATE: IssueTemplateJson = { title: '{{ shortID }}: {{ title }}', body: '{{ url }}\n\n{{ stack }}' }
const TARGETS = ['acme/web', 'acme/api', 'acme/infrastructure']

/** Trackers, code hosts and what is linked to them. The other sides take every token but `wrong`, and know three repositories. */
export function integrations(store: MemoryStore, fixtures: MemoryFixtures): IntegrationClient {
  const { signedIn } = store
  const { integrations: given = [], codeMappings = [], issueLinks = {}, sourceLinks = {} } = fixtures
  const first = store.organizations[0]?.slug
  let all: readonly IntegrationJson[] = given
  let mappings: readonly CodeMappingJson[] = codeMappings
  let links: Readonly<Record<string, readonly IssueLinkJson[]>> = issueLinks
  const tokens = new Map<string, string>()
  const here = (org: string) => (store.organization(org).slug === first ? all : [])
  const one = (org: string, id: string) => found(here(org).find((each) => each.id === id))
  const put = (next: IntegrationJson) => {
    const isNew = !all.some(({ id }) => id === next.id)
    all = isNew ? [...all, next] : all.map((each) => (each.id === next.id ? next : each))
    return next
  }
  const now = () => store.now().toISOString()
  const linksOf = (issueId: string) => links[store.issue(issueId).id] ?? []
  const linked = (issueId: string, next: readonly IssueLinkJson[]) => {
    links = { ...links, [store.issue(issueId).id]: next }
  }
  return {
    listIntegrations: (org, page) => signedIn(() => pageOf(here(org), page)),
    createIntegration: (org, input) =>
      signedIn(() => {
        store.organization(org)
        const id = store.newId()
        tokens.set(id, input.token ?? '')
        const made = put({
          ...{ id, kind: input.kind, name: input.name, url: input.url || DEFAULT_URLS[input.kind], error: '' },
          ...{ state: input.token ? 'ok' : 'incomplete', account: input.account ?? '', hasToken: Boolean(input.token) },
          hasWebhookSecret: input.kind !== 'slack' || Boolean(input.webhookSecret),
          webhookURL: `https://errors.example.com/api/0/integrations/${id}/hook/`,
          ...{ closesLinked: input.closesLinked ?? false, resolvesIssues: input.resolvesIssues ?? false },
          ...{ template: input.template ?? TEMPLATE, lastUsed: null, created: now() },
        })
        return { ...made, webhookSecret: input.kind === 'slack' ? null : id.padStart(8, '7').repeat(8) }
      }),
    getIntegration: (org, id) => signedIn(() => one(org, id)),
    updateIntegration: (org, id, { token, webhookSecret, ...change }) =>
      signedIn(() => {
        const before = one(org, id)
        if (token !== undefined) tokens.set(id, token)
        return put({
          ...{ ...before, ...change },
          ...(token === undefined
            ? {}
            : { hasToken: token !== '', state: token === '' ? 'incomplete' : 'ok', error: '' }),
          ...(webhookSecret === undefined ? {} : { hasWebhookSecret: webhookSecret !== '' }),
        })
      }),
    deleteIntegration: (org, id) =>
      signedIn(() => {
        const gone = one(org, id)
        all = all.filter((each) => each !== gone)
        mappings = mappings.filter((each) => each.integrationID !== id)
        links = Object.fromEntries(
          Object.entries(links).map(([issue, of]) => [issue, of.filter((each) => each.integrationID !== id)]),
        )
      }),
    testIntegration: (org, id) =>
      signedIn(() => {
        const asked = one(org, id)
        const error = tokens.get(id) === 'wrong' || !asked.hasToken ? 'The token is not known there.' : asked.error
        put({ ...asked, error, state: error === '' ? 'ok' : 'failing', lastUsed: now() })
        return error === '' ? { ok: true, message: asked.account || 'mishap-bot' } : { ok: false, message: error }
      }),
    listIntegrationTargets: (org, id, query = '') =>
      signedIn(() => {
        const { kind, url } = one(org, id)
        const ids = kind === 'jira' ? ['WEB', 'API', 'OPS'] : TARGETS
        const wanted = ids.filter((target) => target.toLowerCase().includes(query.toLowerCase()))
        return wanted.map((target) => ({ id: target, name: target, url: `${url}/${target}` }))
      }),
    listCodeMappings: (org, page) =>
      signedIn(() => pageOf(store.organization(org).slug === first ? mappings : [], page)),
    createCodeMapping: (org, input) =>
      signedIn(() => {
        one(org, input.integrationID)
        store.project(org, input.project)
        const made = { ...input, id: store.newId() }
        mappings = [...mappings, made]
        return made
      }),
    updateCodeMapping: (org, id, input) =>
      signedIn(() => {
        one(org, input.integrationID)
        found(mappings.find((each) => each.id === id))
        mappings = mappings.map((each) => (each.id === id ? { ...input, id } : each))
        return { ...input, id }
      }),
    deleteCodeMapping: (_org, id) =>
      signedIn(() => {
        const gone = found(mappings.find((each) => each.id === id))
        mappings = mappings.filter((each) => each !== gone)
      }),
    listIssueLinks: (id) => signedIn(() => linksOf(id)),
    createIssueLink: (id, input) =>
      signedIn(() => {
        const integration = found(all.find((each) => each.id === input.integrationID))
        const key = 'existing' in input ? input.existing : `${input.target}#${store.newId()}`
        if (linksOf(id).some((each) => each.key === key)) throw new ApiError(409, 'The issue is linked to it already.')
        const made: IssueLinkJson = {
          ...{ id: store.newId(), integrationID: integration.id, kind: integration.kind, key, status: 'open' },
          title: 'title' in input ? input.title : `What ${key} says`,
          url: `${integration.url}/${key.replace('#', '/issues/')}`,
          ...{ created: now(), createdBy: store.user?.name ?? null },
        }
        linked(id, [...linksOf(id), made])
        return made
      }),
    deleteIssueLink: (id, link) =>
      signedIn(() => {
        found(linksOf(id).find((each) => each.id === link))
        linked(
          id,
          linksOf(id).filter((each) => each.id !== link),
        )
      }),
    draftIssueLink: (id, integration) =>
      signedIn(() => {
        const issue = store.issue(id)
        found(all.find((each) => each.id === integration))
        return { title: `${issue.shortId}: ${issue.title}`, body: `${issue.permalink}\n\nin ${issue.culprit}` }
      }),
    getSourceLinks: (id, event) =>
      signedIn(() => {
        store.issue(id)
        return { commit: null, links: [...(sourceLinks[event] ?? [])] }
      }),
  }
}
