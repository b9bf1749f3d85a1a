import type { AlertInput, AlertJson, AlertRecipientInput } from '@mishap/core/client'

/** What is changed by saving one again: everything that it is set to. Secrets go back as they were told. */
export function inputOfAlert(alert: AlertJson): AlertInput {
  const { name, timespanMinutes, quantity, uptime, isEnabled, triggers, users, query } = alert
  const { cooldownMinutes, digestMinutes, quietHours, mutedUntil, alertRecipients } = alert
  return {
    ...{ name, timespanMinutes, quantity, uptime, isEnabled, triggers, users, query, cooldownMinutes, digestMinutes },
    ...{ quietHours, mutedUntil },
    alertRecipients: alertRecipients.map(
      ({ id, recipientType, url, config, tagsToAdd }): AlertRecipientInput => ({
        id,
        recipientType,
        url,
        config,
        tagsToAdd,
      }),
    ),
  }
}
