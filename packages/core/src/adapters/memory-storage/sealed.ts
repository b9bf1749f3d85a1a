import type { SealedPlace, SealedSecret, SealedStorage } from '../../ports/sealed.js'
import type { State } from './state.js'

export function memorySealed(state: State): SealedStorage {
  return {
    async list(place, after, limit) {
      const ids = [...new Set(all(state, place).map(({ id }) => id))].sort(byId)
      const some = new Set(ids.filter((id) => after === null || byId(id, after) > 0).slice(0, limit))
      return all(state, place).filter(({ id }) => some.has(id))
    },
    async replace(secret, sealed) {
      const isThere = all(state, secret.place).some(
        ({ id, sealed: kept }) => id === secret.id && kept === secret.sealed,
      )
      if (isThere) put(state, secret, sealed)
      return isThere
    },
  }
}

function byId(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : Number(a > b))
}

function all(state: State, place: SealedPlace): readonly SealedSecret[] {
  return found(state, place).flatMap(({ id, ownerId, sealed }) => (sealed ? [{ place, id, ownerId, sealed }] : []))
}

function found(
  state: State,
  place: SealedPlace,
): readonly { readonly id: string; readonly ownerId: string; readonly sealed: string | null | undefined }[] {
  const factors = [...state.secondFactors]
  const integrations = [...state.integrations.values()]
  switch (place) {
    case 'totp':
      return factors.map(([id, { totp }]) => ({ id, ownerId: id, sealed: totp?.sealedSecret }))
    case 'recovery_codes':
      return factors.map(([id, { recoveryCodes }]) => ({ id, ownerId: id, sealed: recoveryCodes?.sealedCodes }))
    case 'sign_in_provider':
      return [...state.providers.values()].map(({ id, sealedSecret }) => ({ id, ownerId: id, sealed: sealedSecret }))
    case 'monitor_request':
      return [...state.monitors.values()].flatMap(({ monitor: { id, organizationId: ownerId, request } }) =>
        [...JSON.stringify(request).matchAll(/"sealed":"([^"]*)"/g)].map(([, sealed]) => ({ id, ownerId, sealed })),
      )
    case 'alert_recipient':
      return [...state.alerts.values()].flatMap(({ projectId, recipients }) =>
        recipients.map(({ id, config: { sealed } }) => {
          return { id, ownerId: projectId, sealed: typeof sealed === 'string' ? sealed : null }
        }),
      )
    case 'integration_token':
      return integrations.map(({ id, organizationId, sealedToken }) => {
        return { id, ownerId: organizationId, sealed: sealedToken }
      })
    case 'integration_webhook':
      return integrations.map(({ id, organizationId, sealedWebhookSecret }) => {
        return { id, ownerId: organizationId, sealed: sealedWebhookSecret }
      })
  }
}

function put(state: State, { place, id, sealed: before }: SealedSecret, sealed: string): void {
  const swap = <T>(rows: Map<string, T>) => {
    const row = rows.get(id)
    if (row !== undefined) rows.set(id, swapped(row, before, sealed))
  }
  if (place === 'alert_recipient') {
    for (const alert of state.alerts.values())
      if (alert.recipients.some((one) => one.id === id)) state.alerts.set(alert.id, swapped(alert, before, sealed))
  } else if (place === 'totp' || place === 'recovery_codes') swap(state.secondFactors)
  else if (place === 'sign_in_provider') swap(state.providers)
  else if (place === 'monitor_request') swap(state.monitors)
  else swap(state.integrations)
}

/** The same with another text in every place where the one was. */
function swapped<T>(value: T, before: string, after: string): T {
  if (value instanceof Date || value === null) return value
  // One text takes the place of another, and nothing else changes.
  if (value === before) return after as T
  if (Array.isArray(value)) return value.map((one) => swapped(one, before, after)) as T
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, swapped(one, before, after)])) as T
}
