import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { HttpRequest } from '../http/types.js'
import { keepPlaces, type Place } from '../orgs/places.js'
import type { User } from '../ports/model.js'
import { isEmail } from './users.js'

/** How the app that Mishap is mounted in signs people in: Mishap has no passwords, accounts and sign-up of its own then. */
export interface HostAuth {
  /**
   * Who makes the request; null for nobody. Called for every request but those of SDKs and of API tokens, so it should
   * answer from a session that is at hand. A rejection is answered as a fault of the server.
   */
  authenticate(request: HttpRequest): HostUser | null | Promise<HostUser | null>
  /** Where the pages send whoever is not signed in; `next` is added, the address to come back to. */
  readonly loginUrl?: string
  /** Where "Sign out" leads; without it there is none. */
  readonly logoutUrl?: string
}

/** Somebody whom the host has signed in. */
export interface HostUser {
  /** Never given to another person. At most 255 characters. */
  readonly id: string
  /** One that the host has verified: who has it in Mishap already is this person. */
  readonly email: string
  readonly name?: string
  /** Runs the instance. */
  readonly isSuperuser?: boolean
  /**
   * Where the person works, and as what: they are in these organizations and in no other. Absent: who is in which
   * organization is decided in Mishap.
   */
  readonly organizations?: readonly Place[]
}

/** How long what the host says of somebody counts without a look at the storage, if the host says the same. */
const KNOWN_MS = 60_000
const MAX_KNOWN = 10_000

type Known = Map<string, { readonly until: number; readonly user: Promise<User> }>

const knownOf = new WeakMap<Context, Known>()

/**
 * The user that stands for whoever the host says makes the request, brought up to date with what it says of them; null
 * for nobody and for one who was disabled in Mishap. Rejects with `config` when the host names somebody without an id or
 * an address.
 */
export async function hostUserOf(context: Context, host: HostAuth, request: HttpRequest): Promise<User | null> {
  const person = await host.authenticate(request)
  if (person === null || person === undefined) return null
  const user = await adopted(context, person)
  return user.isActive ? user : null
}

// Of many requests of one page only one asks the storage.
function adopted(context: Context, person: HostUser): Promise<User> {
  const known = knownOf.get(context) ?? new Map()
  knownOf.set(context, known)
  const said = JSON.stringify(person)
  const now = context.clock.now().getTime()
  const before = known.get(said)
  if (before !== undefined && now < before.until && now >= before.until - KNOWN_MS) return before.user
  if (known.size >= MAX_KNOWN) known.clear()
  const user = adopt(context, person)
  known.set(said, { until: now + KNOWN_MS, user })
  user.catch(() => known.delete(said))
  return user
}

async function adopt(
  context: Context,
  { id, email, name, isSuperuser = false, organizations }: HostUser,
): Promise<User> {
  if (typeof id !== 'string' || id === '' || id.length > 255 || typeof email !== 'string' || !isEmail(email))
    throw new AppError('config', 'hostAuth: wanted a user with an id of 1 to 255 characters and an email address.')
  const person = { hostId: id, email, isSuperuser, ...(name === undefined ? {} : { name: name.slice(0, 255) }) }
  const user = await context.storage.hostUsers.adopt(person)
  if (organizations !== undefined && user.isActive) await keepPlaces(context, user, organizations)
  return user
}
