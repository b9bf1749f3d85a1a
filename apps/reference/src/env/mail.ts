import { lookUp, type Source } from './look-up.js'
import { anyText, boolean, hostName, mailUrl, wholeNumber } from './readers.js'

/** Where mail goes, and whom it comes from. */
export interface MailSettings {
  /** `smtp://user:password@host:587`, or `smtps://`. */
  readonly url: string
  /** An address, with a name before it or without: `Mishap <errors@example.com>`. */
  readonly from: string
}

const NOWHERE = /^(?:consolemail|dummymail|memorymail):/

/** Null where nothing is sent: GlitchTip's `consolemail://` and its like are that as well. */
export function readMail(source: Source): MailSettings | null {
  const from = lookUp(source, ['MISHAP_EMAIL_FROM', 'DEFAULT_FROM_EMAIL'], anyText) ?? 'mishap@localhost'
  const url = lookUp(source, ['EMAIL_URL'], mailUrl) ?? emailParts(source)
  return url === null || NOWHERE.test(url) ? null : { url, from }
}

/** `EMAIL_HOST` and its siblings, which GlitchTip takes in place of a URL. */
function emailParts(source: Source): string | null {
  const host = lookUp(source, ['EMAIL_HOST'], hostName)
  if (host === null) return null
  const user = lookUp(source, ['EMAIL_HOST_USER'], anyText) ?? ''
  const password = lookUp(source, ['EMAIL_HOST_PASSWORD'], anyText) ?? ''
  const isSecure = lookUp(source, ['EMAIL_USE_SSL'], boolean) ?? false
  const isUpgraded = lookUp(source, ['EMAIL_USE_TLS'], boolean) ?? false
  const port = lookUp(source, ['EMAIL_PORT'], wholeNumber(1, 65_535)) ?? (isSecure ? 465 : 25)
  const account = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`
  const scheme = isSecure ? 'smtps' : 'smtp'
  return `${scheme}://${account}${host}:${port}${isUpgraded && !isSecure ? '?requireTLS=true' : ''}`
}
