import type { EmailRecipientConfig } from '@mishap/core/client'

const AUDIENCES: readonly string[] = ['project', 'owner', 'assignee']

/** What a mail recipient says, whatever came; the project's teams where it says nothing. */
export function mailConfig(config: Readonly<Record<string, unknown>>): EmailRecipientConfig {
  const audience = textsOf(config.audience).filter((one) => AUDIENCES.includes(one))
  const rest = { users: textsOf(config.users), teams: textsOf(config.teams), addresses: textsOf(config.addresses) }
  const isNobody = audience.length + rest.users.length + rest.teams.length + rest.addresses.length === 0
  // Only the names of audiences are left.
  return { audience: isNobody ? ['project'] : (audience as EmailRecipientConfig['audience']), ...rest }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
