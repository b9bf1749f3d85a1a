import type { CodeMappingJson, IntegrationJson } from '../../client/integration-types.js'
import type { Context } from '../../context.js'
import type { CodeMapping, Integration } from '../../ports/integrations.js'

export function integrationJson({ config }: Context, integration: Integration): IntegrationJson {
  const { id, kind, name, url, account, error, closesLinked, resolvesIssues, template } = integration
  const hasToken = integration.sealedToken !== null
  return {
    ...{ id, kind, name, url, state: stateOf(integration), error, account, hasToken },
    hasWebhookSecret: integration.sealedWebhookSecret !== null,
    webhookURL: `${config.url.origin}${config.basePath}/api/0/integrations/${id}/hook/`,
    ...{ closesLinked, resolvesIssues, template },
    lastUsed: integration.lastUsedAt?.toISOString() ?? null,
    created: integration.createdAt.toISOString(),
  }
}

export function codeMappingJson(mapping: CodeMapping, project: string): CodeMappingJson {
  const { id, integrationId: integrationID, repository, stackRoot, sourceRoot, branch } = mapping
  return { id, integrationID, project, repository, stackRoot, sourceRoot, branch }
}

function stateOf({ sealedToken, error }: Integration): IntegrationJson['state'] {
  if (sealedToken === null) return 'incomplete'
  return error === '' ? 'ok' : 'failing'
}
