import { ApiError, type EmailJson, type MemberDetailJson, type MishapClient } from '@mishap/core/client'
import { membersOf } from './people.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

type Profile = Pick<
  MishapClient,
  | 'getMe'
  | 'updateMe'
  | 'deleteMe'
  | 'getMember'
  | 'listEmails'
  | 'addEmail'
  | 'setPrimaryEmail'
  | 'removeEmail'
  | 'sendConfirmation'
  | 'grantWizard'
>

/** The reader's own account. */
export function profile(store: MemoryStore, fixtures: MemoryFixtures): Profile {
  const { signedIn } = store
  const { passwordResetKey, wizardHash } = fixtures
  let others = fixtures.otherEmails ?? []
  let waiting = wizardHash
  const me = () => found(store.user ?? undefined)
  const emails = (): readonly EmailJson[] => [{ email: me().email, isPrimary: true, isVerified: true }, ...others]
  const own = (email: string) => found(emails().find((one) => one.email.toLowerCase() === email.trim().toLowerCase()))
  return {
    getMe: () => signedIn(me),
    updateMe: ({ name, options }) =>
      signedIn(() => {
        const before = me()
        store.user = { ...before, name: name ?? before.name, options: { ...before.options, ...options } }
        return store.user
      }),
    deleteMe: () =>
      signedIn(() => {
        if (me().isSuperuser)
          throw new ApiError(400, 'Whoever runs the instance cannot leave it by deleting the account.')
        // Nobody signs in with it again; the server stays set up, for somebody else runs it.
        store.password = ''
        store.isSignedIn = false
      }),
    getMember: (org, id) =>
      signedIn((): MemberDetailJson => {
        store.organization(org)
        const isWanted = (member: { id: string; user: { id: string } | null }) =>
          id === 'me' ? member.user?.id === store.user?.id : member.id === id
        return { ...found(membersOf(store).find(isWanted)), teams: [] }
      }),
    listEmails: () => signedIn(emails),
    addEmail: (text) =>
      signedIn(() => {
        const email = text.trim()
        if (emails().some((one) => one.email.toLowerCase() === email.toLowerCase()))
          throw new ApiError(400, 'This address belongs to an account already.')
        const added = { email, isPrimary: false, isVerified: false }
        others = [...others, added]
        return added
      }),
    setPrimaryEmail: (email) =>
      signedIn(() => {
        const next = own(email)
        if (!next.isVerified) throw new ApiError(400, 'Only a confirmed address can be the primary one.')
        if (next.isPrimary) return next
        const before = me()
        others = [...others.filter((one) => one !== next), { email: before.email, isPrimary: false, isVerified: true }]
        store.user = { ...before, email: next.email, username: next.email }
        return { ...next, isPrimary: true }
      }),
    removeEmail: (email) =>
      signedIn(() => {
        const gone = own(email)
        if (gone.isPrimary) throw new ApiError(400, 'The primary address stays: make another one primary first.')
        others = others.filter((one) => one !== gone)
      }),
    sendConfirmation: (email) =>
      signedIn(() => {
        if (own(email).isVerified) return
        if (passwordResetKey === undefined)
          throw new ApiError(400, 'This server sends no mail, so nothing is confirmed.')
      }),
    grantWizard: (hash) =>
      signedIn(() => {
        if (waiting === undefined || hash !== waiting)
          throw new ApiError(400, 'The code is not known or has expired. Start again.')
        waiting = undefined
      }),
  }
}
