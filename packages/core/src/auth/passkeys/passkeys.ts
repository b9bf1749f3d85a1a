import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import type { Id, Session, User } from '../../ports/model.js'
import type { Passkey } from '../../ports/second-factors.js'
import { securityMail, sendAside } from '../account-mails.js'
import { newRecoveryCodes } from '../second-factor.js'
import { badPasskey } from './authenticator-data.js'
import { CHALLENGE_MS, type Holder, newChallenge, takeChallenge } from './challenge.js'
import {
  ALGORITHMS,
  isSignedBy,
  type NewCredential,
  readNewCredential,
  readUsedCredential,
  type Site,
  type UsedCredential,
} from './credential.js'

const MOST_PASSKEYS = 25

type Who = { readonly user: User; readonly session: Session }

/** Whether there can be any here: their recovery codes are sealed, and a browser binds them to a name, never to an IP. */
export function hasPasskeys({ config }: Context): boolean {
  const { hostname } = config.url
  return config.secretKey !== '' && !/^\d+(\.\d+){3}$/.test(hostname) && !hostname.startsWith('[')
}

/** What the browser needs to make a key pair, as WebAuthn has it. Rejects with `invalid_input` where there can be none. */
export async function creationOptions(
  context: Context,
  { user, session }: Who,
  { isPasswordless, ip }: { readonly isPasswordless: boolean; readonly ip: string | null },
) {
  if (!hasPasskeys(context))
    throw new AppError('invalid_input', 'Passkeys need a secret key, and an address with a name: an IP will not do.')
  const { passkeys } = await context.storage.secondFactors.get(user.id)
  if (passkeys.length >= MOST_PASSKEYS)
    throw new AppError('invalid_input', `Nobody has more than ${MOST_PASSKEYS} passkeys. Remove one first.`)
  const note = { isPasswordless }
  return {
    rp: { id: siteOf(context).rpId, name: 'Mishap' },
    user: { id: handleOf(user), name: user.email, displayName: user.name === '' ? user.email : user.name },
    challenge: await newChallenge(context, { purpose: 'add', holder: session.idHash, ip, note }),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_MS,
    excludeCredentials: passkeys.map(descriptor),
    authenticatorSelection: {
      residentKey: isPasswordless ? 'required' : 'discouraged',
      requireResidentKey: isPasswordless,
      userVerification: isPasswordless ? 'required' : 'preferred',
    },
    attestation: 'none',
    extensions: { credProps: true },
  }
}

/** Keeps a key pair that was made. Rejects with `invalid_input` for a faulty one, `conflict` for one that is known. */
export async function addPasskey(
  context: Context,
  { user, session }: Who,
  made: { readonly name: string; readonly credential: NewCredential; readonly transports: readonly string[] },
): Promise<{ readonly passkey: Passkey; readonly areCodesNew: boolean }> {
  const { challenge, data, id, publicKey } = readNewCredential(made.credential, siteOf(context))
  const note = await takeChallenge(context, { purpose: 'add', holder: session.idHash }, challenge)
  if (note === null) throw badPasskey('it took too long. Begin again')
  const isPasswordless = note.isPasswordless === true
  if (isPasswordless && !data.isVerified) throw badPasskey('it did not ask who you are')
  const added = await context.storage.secondFactors.addPasskey(user.id, {
    ...{ credentialId: id, publicKey, signCount: data.signCount, isPasswordless },
    ...{ name: made.name, transports: made.transports },
    ...{ sealedCodes: newRecoveryCodes(context, user), now: context.clock.now() },
  })
  sendAside(context, securityMail(context, user, 'A passkey was added to your account'))
  return added
}

/** Removes passkeys of the user; those that are not theirs are none. */
export async function removePasskeys(context: Context, user: User, ids: readonly Id[]): Promise<readonly Passkey[]> {
  const removed = await context.storage.secondFactors.removePasskeys(user.id, ids)
  if (removed.length > 0) sendAside(context, securityMail(context, user, 'A passkey was removed from your account'))
  return removed
}

/** What the browser needs to use one: of this user, or of whoever there is, who must then say who they are. */
export async function requestOptions(
  context: Context,
  whose: Holder & { readonly user: User | null; readonly ip: string | null },
) {
  const known = whose.user === null ? [] : (await context.storage.secondFactors.get(whose.user.id)).passkeys
  return {
    challenge: await newChallenge(context, whose),
    timeout: CHALLENGE_MS,
    rpId: siteOf(context).rpId,
    allowCredentials: known.map(descriptor),
    userVerification: whose.user === null ? 'required' : 'preferred',
  }
}

/**
 * Whose passkey it is that has signed a challenge: that of `user` where they are named; otherwise it stands in for the
 * password too. Rejects with `invalid_input`.
 */
export async function usePasskey(
  context: Context,
  whose: Holder & { readonly user: User | null },
  credential: UsedCredential,
): Promise<User> {
  const { challenge, data, id } = readUsedCredential(credential, siteOf(context))
  if ((await takeChallenge(context, whose, challenge)) === null) throw badPasskey('it took too long. Try again')
  const found = await context.storage.secondFactors.findPasskey(id)
  // In this order, so that a signature that is wrong tells nothing of what is known.
  if (found === null || !isSignedBy(found.passkey.publicKey, credential)) throw badPasskey('it is not known here')
  const { passkey, user } = found
  if (whose.user !== null && whose.user.id !== user.id) throw badPasskey('it is not known here')
  if (credential.userHandle !== null && credential.userHandle !== handleOf(user)) throw badPasskey('it is of another')
  if (whose.user === null && !(passkey.isPasswordless && data.isVerified))
    throw badPasskey('it counts only beside the password')
  const use = { signCount: data.signCount, now: context.clock.now() }
  if (await context.storage.secondFactors.usePasskey(passkey.id, use)) return user
  context.logger.warn('A passkey has signed with an old count: there may be a copy of it', { userId: user.id })
  throw badPasskey('there may be a copy of it')
}

function siteOf({ config }: Context): Site {
  return { origin: config.url.origin, rpId: config.url.hostname }
}

/** What an authenticator keeps of a user: nothing that tells who they are. */
function handleOf({ id }: User): string {
  return Buffer.from(`user ${id}`).toString('base64url')
}

function descriptor({ credentialId, transports }: Passkey) {
  return { type: 'public-key', id: credentialId, transports }
}
