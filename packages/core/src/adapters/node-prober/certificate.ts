import type { Certificate, DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls'
import type { SeenCertificate } from '../../ports/prober.js'
import { ProbeError } from './ask.js'

/** The certificate that the server has shown; null where it has shown none. */
export function certificateOf(socket: TLSSocket): SeenCertificate | null {
  const shown: PeerCertificate = socket.getPeerCertificate()
  const [validFrom, validTo] = [new Date(shown.valid_from ?? ''), new Date(shown.valid_to ?? '')]
  if (Number.isNaN(validFrom.getTime()) || Number.isNaN(validTo.getTime())) return null
  const subject = nameOf(shown.subject) || (namesOf(shown)[0] ?? '')
  return { subject: subject.slice(0, MAX_NAME), issuer: nameOf(shown.issuer).slice(0, MAX_NAME), validFrom, validTo }
}

/** Throws where the certificate is not good for the host, with what is wrong with it in words. */
export function mustBeGood(socket: TLSSocket, host: string): void {
  if (socket.authorized) return
  // Node gives the code of what is wrong, whatever the types say.
  const code = String(socket.authorizationError)
  throw new ProbeError('tls', wordsFor(code, socket.getPeerCertificate(true), host))
}

const MAX_NAME = 200

function wordsFor(code: string, shown: DetailedPeerCertificate, host: string): string {
  const issuer = nameOf(shown.issuer).slice(0, MAX_NAME) || 'nobody'
  const isPast = Date.parse(shown.valid_to) < Date.now()
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      if (isPast) return `The certificate has expired, on ${dayOf(shown.valid_to)}`
      return 'A certificate that vouches for that of the server has expired'
    case 'CERT_NOT_YET_VALID':
      return `The certificate is not valid before ${dayOf(shown.valid_from)}`
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate is for ${namesFor(shown)}, not for ${host}`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'The certificate is self-signed: nobody else vouches for it'
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return `The issuer of the certificate is unknown: ${issuer} leads to nobody who is trusted`
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `The issuer of the certificate is unknown: ${issuer} is not trusted, or a certificate between is not sent along`
    case 'CERT_REVOKED':
      return 'The certificate has been revoked'
    default:
      return `The certificate is not good: ${code}`
  }
}

const MOST_NAMES = 3

function namesFor(shown: PeerCertificate): string {
  const names = namesOf(shown)
  if (names.length === 0) return nameOf(shown.subject).slice(0, MAX_NAME) || 'no name'
  const first = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${first} and ${names.length - MOST_NAMES} more` : first
}

/** Hosts that it is for. */
function namesOf({ subjectaltname }: PeerCertificate): readonly string[] {
  const parts = (subjectaltname ?? '').slice(0, 20_000).split(', ')
  return parts.filter((part) => /^(?:DNS|IP Address):/.test(part)).map((part) => part.slice(part.indexOf(':') + 1, 260))
}

/** Of a subject or an issuer; it may have several of each part, whatever the types say. */
function nameOf(who: Certificate | undefined): string {
  const name: string | string[] | undefined = who?.CN || who?.O
  return Array.isArray(name) ? String(name[0]) : (name ?? '')
}

function dayOf(text: string): string {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? 'an unknown day' : date.toISOString().slice(0, 10)
}
