import type { CheckAnswer, CheckTimings } from '../ports/monitors.js'
import { type HeaderLine, NOTHING_SEEN, type ProbeAnswer, type ProbeSeen, type ProbeTimings } from '../ports/prober.js'
import { cleanText } from '../protocol/normalize/salvage.js'

/** What a check has seen, as it may be kept. */
export interface Sight {
  readonly timings: CheckTimings | null
  readonly answer: CheckAnswer | null
  readonly certificateEndsAt: Date | null
}

export function sightOf(probed: ProbeAnswer): Sight {
  const seen = probed.seen ?? NOTHING_SEEN
  return {
    timings: probed.timings === undefined ? null : timingsOf(probed.timings),
    answer: answerOf(probed, seen),
    certificateEndsAt: seen.certificate?.validTo ?? null,
  }
}

const MAX_HEADERS = 32
const MAX_VALUE = 1_000
const MAX_BODY_BYTES = 4_096
const MAX_RECORDS = 50
const MAX_URL = 2_000

function answerOf(probed: ProbeAnswer, { url, address, certificate }: ProbeSeen): CheckAnswer | null {
  const isSeen = probed.isAnswered || address !== null || certificate !== null
  if (!isSeen) return null
  return {
    status: probed.isAnswered ? probed.status : null,
    headers: probed.isAnswered ? probed.headers.slice(0, MAX_HEADERS).map(shownHeader) : [],
    body: probed.isAnswered ? beginningOf(probed.body) : '',
    url: url === null ? null : cleanText(url.slice(0, MAX_URL)),
    address,
    certificate:
      certificate === null
        ? null
        : {
            ...{ subject: cleanText(certificate.subject), issuer: cleanText(certificate.issuer) },
            ...{ validFrom: certificate.validFrom.toISOString(), validTo: certificate.validTo.toISOString() },
          },
    records:
      probed.isAnswered && probed.records.length > 0
        ? probed.records.slice(0, MAX_RECORDS).map((one) => cleanText(one.slice(0, MAX_VALUE)))
        : null,
  }
}

// Who looks at a check is not to be let in as who checks.
function shownHeader({ name, value }: HeaderLine): HeaderLine {
  const shown = /^set-cookie2?$/i.test(name) ? `${value.split('=', 1)[0]}=…` : value
  return { name: cleanText(name.slice(0, 100)), value: cleanText(shown.slice(0, MAX_VALUE)) }
}

/** Whole letters: one that is cut in the middle is left out. */
function beginningOf(body: string): string {
  const bytes = Buffer.from(cleanText(body.slice(0, MAX_BODY_BYTES)))
  if (bytes.length <= MAX_BODY_BYTES) return bytes.toString('utf8')
  let end = MAX_BODY_BYTES
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString('utf8')
}

function timingsOf({ dns, connect, tls, firstByte, transfer }: ProbeTimings): CheckTimings {
  const rounded = (ms: number | null) => (ms === null ? null : Math.round(ms * 10) / 10)
  return {
    ...{ dns: rounded(dns), connect: rounded(connect), tls: rounded(tls) },
    ...{ firstByte: rounded(firstByte), transfer: rounded(transfer) },
  }
}
