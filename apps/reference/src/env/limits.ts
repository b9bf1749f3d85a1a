import type { ConfigInput } from '@mishap/core'
import { lookUp, type Source } from './look-up.js'
import { wholeNumber } from './readers.js'

type Limits = NonNullable<ConfigInput['limits']>

/** Of each limit the variables that set it, and the least that is of use. */
const NAMES: Readonly<Record<keyof Limits, { readonly names: readonly string[]; readonly min: number }>> = {
  maxWireBytes: { names: ['MISHAP_MAX_BODY_BYTES'], min: 10_000 },
  maxDecodedBytes: { names: ['MISHAP_MAX_DECODED_BYTES'], min: 10_000 },
  maxHeaderLineBytes: { names: ['MISHAP_MAX_HEADER_LINE_BYTES'], min: 1000 },
  maxItems: { names: ['MISHAP_MAX_ITEMS'], min: 1 },
  maxEventBytes: { names: ['MISHAP_MAX_EVENT_BYTES', 'GLITCHTIP_MAX_UNZIPPED_PAYLOAD_SIZE'], min: 10_000 },
  maxAttachmentBytes: { names: ['MISHAP_MAX_ATTACHMENT_BYTES'], min: 1 },
  maxAttachments: { names: ['MISHAP_MAX_ATTACHMENTS'], min: 1 },
  maxApiBodyBytes: { names: ['MISHAP_MAX_API_BODY_BYTES'], min: 10_000 },
  maxMonitors: { names: ['MISHAP_MAX_MONITORS'], min: 1 },
  maxChecksPerMinute: { names: ['MISHAP_MAX_CHECKS_PER_MINUTE'], min: 1 },
  maxMessagesPerMinute: { names: ['MISHAP_MAX_MESSAGES_PER_MINUTE'], min: 1 },
  maxMailsPerMinute: { names: ['MISHAP_MAX_MAILS_PER_MINUTE'], min: 1 },
}

/** The limits that somebody set; null where nobody did. */
export function readLimits(source: Source): Limits | null {
  const given = Object.entries(NAMES).flatMap(([limit, { names, min }]) => {
    const value = lookUp(source, names, wholeNumber(min))
    return value === null ? [] : [[limit, value] as const]
  })
  return given.length === 0 ? null : (Object.fromEntries(given) as Limits)
}
