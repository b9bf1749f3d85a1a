import { invalidField } from '../errors.js'
import { MAIL_KINDS, type MailChoicesChange, type MailKind } from '../ports/mail-choices.js'
import type { Id } from '../ports/model.js'
import { boolean, type Field, given, nullable, object, optional, readFields } from './input.js'
import { within } from './monitor-setup/within.js'
import { quietHours } from './quiet-hours-input.js'

/** What somebody chooses of the mails that they get. Throws `invalid_input`. */
export function readMailChoices(body: unknown): MailChoicesChange {
  const { byDefault, projects, ...rest } = readFields(body, {
    byDefault: optional(object),
    projects: optional(object),
    quietHours: optional(nullable(quietHours)),
  })
  return {
    ...given(rest),
    ...(byDefault === undefined ? {} : { byDefault: within(['byDefault'], () => readKinds(byDefault, boolean)) }),
    ...(projects === undefined ? {} : { projects: within(['projects'], () => readProjects(projects)) }),
  }
}

/** That one call may change. */
const MOST_PROJECTS = 200

function readProjects(projects: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(projects)
  if (entries.length > MOST_PROJECTS)
    throw invalidField('projects', 'too_long', `Wanted at most ${MOST_PROJECTS} projects`)
  return new Map<Id, Partial<Record<MailKind, boolean | null>>>(
    entries.map(([id, kinds]) => [id, within([id], () => readKinds(kinds, nullable(boolean)))]),
  )
}

function readKinds<T>(value: unknown, field: Field<T>): Partial<Record<MailKind, T>> {
  const fields = Object.fromEntries(MAIL_KINDS.map((kind) => [kind, optional(field)]))
  // `given` leaves out what was not, and the fields are named after the kinds.
  return given(readFields(value, fields)) as Partial<Record<MailKind, T>>
}
