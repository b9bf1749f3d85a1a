import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SealKeys } from '../../auth/seal.js'
import type { MailKind } from '../../ports/mail-choices.js'
import type { Id } from '../../ports/model.js'

/** Which mails somebody wants no more: of a kind about a project, or an address those of one recipient. */
export type Unsubscription =
  | { readonly userId: Id; readonly organizationId: Id; readonly projectId: Id; readonly kind: MailKind }
  | {
      readonly address: string
      readonly organizationId: Id
      readonly projectId: Id
      readonly alertId: Id
      readonly recipientId: Id
    }

/** What only this server can have made; null without a secret key. It says what it is for, so nothing has to be kept. */
export function unsubscribeToken({ secretKey }: SealKeys, about: Unsubscription): string | null {
  if (secretKey === '') return null
  const text = Buffer.from(JSON.stringify(about)).toString('base64url')
  return `${text}.${signatureOf(secretKey, text).toString('base64url')}`
}

/** Null where this server, or one with an older key, has not made it. */
export function readUnsubscribeToken(
  { secretKey, secretKeyFallbacks }: SealKeys,
  token: string,
): Unsubscription | null {
  const [text = '', signature = ''] = token.slice(0, 2000).split('.')
  const given = Buffer.from(signature, 'base64url')
  const isOurs = [secretKey, ...secretKeyFallbacks].some((key) => {
    const wanted = signatureOf(key, text)
    return key !== '' && wanted.length === given.length && timingSafeEqual(wanted, given)
  })
  // Nobody else can sign: it is what `unsubscribeToken` was given.
  return isOurs ? (JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Unsubscription) : null
}

function signatureOf(key: string, text: string): Buffer {
  return createHmac('sha256', key).update(`alert unsubscribe ${text}`).digest()
}
