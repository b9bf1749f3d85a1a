import { parseSearch } from '@mishap/core/format'
import type { AlertDraft } from './alert-draft.js'
import { recipientFaults } from './recipient-draft.js'

export type DraftField =
  | 'project'
  | 'when'
  | 'events'
  | 'eventMinutes'
  | 'users'
  | 'userMinutes'
  | 'query'
  | 'quiet'
  | 'recipients'

const MOST = 32_767

/** What is still wrong, a sentence by field; that of a recipient stands in `recipientFaults`. */
export function faultsOf(draft: AlertDraft): Partial<Record<DraftField, string>> {
  return { ...whenFaults(draft), ...whomFaults(draft) }
}

/** Of what a back-test needs. */
export function whenFaults(draft: AlertDraft): Partial<Record<DraftField, string>> {
  const { project, triggers, hasEvents, hasUsers, hasQuiet, quietStart, quietEnd, quietDays } = draft
  const number = (field: DraftField, isWanted: boolean, text: string) =>
    !isWanted || isCount(text) ? {} : { [field]: `Between 1 and ${MOST.toLocaleString('en')}.` }
  return {
    ...(project === '' ? { project: 'Choose a project.' } : {}),
    ...(triggers.length === 0 && !hasEvents && !hasUsers ? { when: 'Choose at least one thing to tell of.' } : {}),
    ...number('events', hasEvents, draft.events),
    ...number('eventMinutes', hasEvents, draft.eventMinutes),
    ...number('users', hasUsers, draft.users),
    ...number('userMinutes', hasUsers, draft.userMinutes),
    ...(parseSearch(draft.query).faults.length === 0 ? {} : { query: 'Mend what is underlined.' }),
    ...(hasQuiet && !(isTime(quietStart) && isTime(quietEnd)) ? { quiet: 'Choose when they begin and end.' } : {}),
    ...(hasQuiet && isTime(quietStart) && quietStart === quietEnd ? { quiet: 'They end when they begin.' } : {}),
    ...(hasQuiet && quietDays.length === 0 ? { quiet: 'Choose a day.' } : {}),
  }
}

function whomFaults({ recipients }: AlertDraft): Partial<Record<DraftField, string>> {
  if (recipients.length === 0) return { recipients: 'Choose somebody to tell.' }
  const isWrong = recipients.some((one) => Object.keys(recipientFaults(one)).length > 0)
  return isWrong ? { recipients: 'Somebody could not be told as it stands.' } : {}
}

function isCount(text: string): boolean {
  return /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}
