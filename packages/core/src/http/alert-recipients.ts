import { mailConfig } from '../alerts/people.js'
import {
  leavesSecrets,
  openRecipient,
  sealRecipient,
  shownRecipient,
  withKeptSecrets,
} from '../alerts/recipient-secrets.js'
import type { Context } from '../context.js'
import { invalidField } from '../errors.js'
import type { AlertFields, AlertRecipient } from '../ports/alerts.js'
import type { Project } from '../ports/model.js'
import type { GivenRecipient } from './alert-input.js'

/**
 * Recipients as they are kept: with the secrets of those of before that they leave as they were. Throws `invalid_input`
 * where there is no such one, or a mail is for a user or a team that the organization does not have.
 */
export async function readyRecipients(
  context: Context,
  project: Project,
  recipients: readonly GivenRecipient[],
  before: readonly AlertRecipient[],
): Promise<AlertFields['recipients']> {
  await checkPeople(context, project, recipients)
  return recipients.map(({ id, ...given }) => {
    const kept = leavesSecrets(given) ? keptFor({ id, ...given }, before) : null
    const known = kept === null ? null : openRecipient(context.config, project.id, kept)
    const whole = withKeptSecrets(given, known)
    if (whole === null)
      throw invalidField(
        'config',
        'secret',
        'Give the secret again: there is none to keep, or it was given for another server.',
      )
    return sealRecipient(context.config, project.id, whole, before)
  })
}

/** The one that clients name, or that looks the same, or the only one of its kind. */
function keptFor(given: GivenRecipient, before: readonly AlertRecipient[]): AlertRecipient | null {
  const ofKind = before.filter(({ kind }) => kind === given.kind)
  const named = ofKind.find(({ id }) => id === given.id)
  const same = ofKind.filter((one) => JSON.stringify(shownRecipient(one)) === JSON.stringify(placeOf(given)))
  return named ?? same[0] ?? (ofKind.length === 1 ? ofKind[0] : undefined) ?? null
}

function placeOf({ url, config }: GivenRecipient) {
  return { url, config }
}

async function checkPeople(
  { storage }: Context,
  { organizationId }: Project,
  recipients: readonly GivenRecipient[],
): Promise<void> {
  for (const { kind, config } of recipients) {
    if (kind === 'slack_app') {
      const integration = await storage.integrations.get(organizationId, String(config.integrationID))
      if (integration?.kind !== 'slack')
        throw invalidField('integrationID', 'not_found', 'Wanted the id of an integration with Slack')
    }
    const named = kind === 'email' ? mailConfig(config) : null
    for (const id of named?.users ?? [])
      if ((await storage.organizations.membership(organizationId, id)) === null)
        throw invalidField('users', 'not_found', `Wanted the ids of members, found ${JSON.stringify(id)}`)
    for (const slug of named?.teams ?? [])
      if ((await storage.teams.getBySlug(organizationId, slug)) === null)
        throw invalidField('teams', 'not_found', `Wanted the slugs of teams, found ${JSON.stringify(slug)}`)
  }
}
