import { useClock } from '../primitives/index.js'
import type { AlertDraft } from './alert-draft.js'
import { inputOfDraft } from './alert-draft.js'
import css from './alert-editor.module.css'
import { ruleSentence, whenWords } from './rule-words.js'
import { useNameOf } from './use-names.js'

/** What the form says, as one sentence. */
export function RulePreview({ org, draft }: { readonly org: string; readonly draft: AlertDraft }) {
  const { locale } = useClock()
  const nameOf = useNameOf(org)
  const { triggers = [], quantity = null, timespanMinutes = null, users = null } = inputOfDraft(draft)
  const rule = {
    ...{ triggers: [...triggers], uptime: false, quantity, timespanMinutes, users, query: draft.query },
    ...{ cooldownMinutes: draft.cooldown, digestMinutes: draft.digest },
    quietHours: draft.hasQuiet
      ? { start: draft.quietStart, end: draft.quietEnd, timeZone: draft.timeZone, days: [...draft.quietDays] }
      : null,
    alertRecipients: draft.recipients.map(({ type, url, config }) => ({ recipientType: type, url, config })),
  }
  if (draft.recipients.length === 0) return <p className={css.nobody}>It tells nobody yet.</p>
  if (whenWords(rule) === '') return <p className={css.note}>It tells of nothing yet.</p>
  return (
    <p className={css.sentence}>
      <bdi>{ruleSentence(rule, { locale, nameOf })}</bdi>
    </p>
  )
}
