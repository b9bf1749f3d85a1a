import { seal, unseal } from '../auth/seal.js'
import type { Context } from '../context.js'
import type { Integration } from '../ports/integrations.js'
import type { Id } from '../ports/model.js'

type Secret = 'token' | 'webhook'

/** What a secret of an integration is sealed for. */
export function integrationUse(secret: Secret, organizationId: Id): string {
  return `integration ${secret} of ${organizationId}`
}

/** Rejects with `invalid_input` where this server keeps no secrets. */
export function sealIntegration({ config }: Context, secret: Secret, organizationId: Id, text: string): string {
  return seal(config, integrationUse(secret, organizationId), text)
}

/** Null where there is none, or it cannot be opened any more. */
export function tokenOf(
  { config }: Pick<Context, 'config'>,
  { organizationId, sealedToken }: Integration,
): string | null {
  return sealedToken === null ? null : unseal(config, integrationUse('token', organizationId), sealedToken)
}

/** What the other side signs with; null where there is none, or it cannot be opened any more. */
export function webhookSecretOf({ config }: Pick<Context, 'config'>, integration: Integration): string | null {
  const { organizationId, sealedWebhookSecret: sealed } = integration
  return sealed === null ? null : unseal(config, integrationUse('webhook', organizationId), sealed)
}
