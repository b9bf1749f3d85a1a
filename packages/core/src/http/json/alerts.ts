import type { AlertJson } from '../../client/alert-types.js'
import type { ProjectAlert } from '../../ports/alerts.js'

export function alertJson({ id, name, timespanMinutes, quantity, uptime, recipients }: ProjectAlert): AlertJson {
  return {
    id: Number(id),
    name,
    timespanMinutes,
    quantity,
    uptime,
    alertRecipients: recipients.map((one) => ({
      id: Number(one.id),
      recipientType: one.kind,
      url: one.url,
      config: one.config,
      tagsToAdd: [...one.tags],
    })),
  }
}
