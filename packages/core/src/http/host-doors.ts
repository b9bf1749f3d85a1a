import { AppError } from '../errors.js'
import type { Route } from './types.js'

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const AUTH_API = '/_allauth/browser/v1'

/** What of signing in and of accounts stays where the host of the app signs people in: asking who one is. */
const STAYS: ReadonlySet<string> = new Set([`${AUTH_API}/config`, `${AUTH_API}/auth/session`, `${AUTH_API}/auth/login`])

const EMAILS = '/api/0/users/:user/emails/'

/** Rejects with `forbidden` what only the host can do: signing in and up, passwords, addresses, second factors. */
export function requireOwnDoor({ method, path, operation }: Pick<Route, 'method' | 'path' | 'operation'>): void {
  const isRead = SAFE_METHODS.has(method)
  const isClosed =
    (path.startsWith('/_allauth/') && !(isRead && STAYS.has(path))) ||
    path.startsWith('/accounts/') ||
    path === '/api/0/setup/' ||
    (path.startsWith(EMAILS) && !isRead) ||
    operation === 'deleteMe'
  if (isClosed)
    throw new AppError('forbidden', 'Accounts are kept by the app that Mishap is part of: people sign in there.')
}
