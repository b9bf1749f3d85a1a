import { newToken } from '../auth/tokens.js'
import { errorCode } from '../errors.js'
import { invitationMail } from '../orgs/invitation-mail.js'
import { INVITATION_MS, invitationLink } from '../orgs/invitations.js'
import type { Member } from '../ports/members.js'
import { type ImportJob, placeOf } from './job.js'

/**
 * Sends mails to those of `pending` whom this source has brought and nobody has told yet; each is noted when it is sent, so
 * that an import that was interrupted tells nobody twice. Without mail the links are in the report, once.
 */
export async function tellInvited(job: ImportJob, pending: readonly Member[]): Promise<void> {
  const { context, organization, tally } = job
  if (organization === null || job.isDryRun || pending.length === 0) return
  const { storage, clock, mailer } = context
  const place = placeOf(job, organization, 'member')
  const emails = pending.map(({ email }) => email)
  const marks = await storage.imports.find(place, emails)
  const untold = pending.filter(({ email }) => {
    const state = marks.get(email)?.state
    return state?.isTold === false && (mailer !== null || state.isLinked !== true)
  })
  if (untold.length > 0 && !job.isMailed) {
    tally.note(`${count(untold)} invited and not told. Run it again with mails, or send them from the members page.`)
    return
  }
  for (const [index, member] of untold.entries()) {
    job.tell('members', index, untold.length)
    const { token, hash } = newToken()
    const expiresAt = new Date(clock.now().getTime() + INVITATION_MS)
    const renewed = await storage.members.renew(organization.id, member.id, { tokenHash: hash, expiresAt })
    // Accepted at this very moment.
    if (renewed === null) continue
    const link = invitationLink(context, renewed, token)
    const mark = { remoteId: member.email, localId: member.id }
    if (mailer === null) {
      tally.link(member.email, link)
      await storage.imports.set(place, { ...mark, state: { isPlaced: true, isTold: false, isLinked: true } })
      continue
    }
    try {
      await mailer.send(invitationMail({ member: renewed, link, seat: { organization, user: job.inviter } }))
    } catch (error) {
      if (errorCode(error) !== 'unavailable') throw error
      tally.note(`Mail cannot be sent now: ${count(untold.slice(index))} not told. Run it again when mail works.`)
      return
    }
    await storage.imports.set(place, { ...mark, state: { isPlaced: true, isTold: true } })
    tally.mailed()
  }
}

function count({ length }: readonly Member[]): string {
  return length === 1 ? '1 person is' : `${length} people are`
}
