import { parseEventId } from '../../protocol/ids.js'

/** What the dialog shows and sends, as its script reads it. */
export interface DialogOptions {
  readonly dsn: string
  /** 32 lower-case hex digits. */
  readonly eventId: string
  readonly lang: string
  readonly name: string
  readonly email: string
  readonly texts: Readonly<Record<TextName, string>>
}

type TextName = keyof typeof TEXTS

/** The words of the dialog; each may be replaced under its name in the options of `showReportDialog`. */
const TEXTS = {
  title: 'It looks like we’re having issues.',
  subtitle: 'Our team has been notified.',
  subtitle2: 'If you’d like to help, tell us what happened below.',
  labelName: 'Name',
  labelEmail: 'Email',
  labelComments: 'What happened?',
  labelClose: 'Close',
  labelSubmit: 'Submit crash report',
  errorGeneric: 'The report could not be sent. Please try again.',
  errorFormEntry: 'Some fields are invalid. Please correct them and try again.',
  successMessage: 'Your report has been sent. Thank you!',
} as const

/**
 * The options that `showReportDialog` of the browser SDK puts into the address
 * (https://docs.sentry.io/platforms/javascript/user-feedback/configuration/#crash-report-modal), bounded.
 * Null where they name no event or no DSN; whether that DSN is good is not decided here.
 */
export function dialogOptions(query: URLSearchParams): DialogOptions | null {
  const dsn = query.get('dsn')
  const eventId = parseEventId(query.get('eventId'))
  if (!dsn || dsn.length > MAX_TEXT || eventId === null) return null
  const lang = query.get('lang') ?? ''
  const texts: Record<string, string> = {}
  for (const [name, text] of Object.entries(TEXTS)) texts[name] = query.get(name)?.slice(0, MAX_TEXT) ?? text
  return {
    dsn,
    eventId,
    lang: LANGUAGE.test(lang) ? lang : 'en',
    name: query.get('name')?.slice(0, MAX_TEXT) ?? '',
    email: query.get('email')?.slice(0, MAX_TEXT) ?? '',
    // Every name of `TEXTS` has just been given its text.
    texts: texts as Record<TextName, string>,
  }
}

const MAX_TEXT = 1000
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i
