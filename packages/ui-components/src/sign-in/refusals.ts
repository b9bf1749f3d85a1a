const WORDS: Readonly<Record<string, string>> = {
  expired: 'This sign-in was begun in another browser, took too long or was finished before. Begin again.',
  denied: 'The provider did not let you in, or its answer could not be believed.',
  unavailable: 'The provider cannot be reached now. Try again later, or sign in another way.',
  closed: 'There is no account for you here, and not everybody can make one. Somebody who is here can invite you.',
  inactive: 'This account is disabled. Whoever runs this server can let you in again.',
  unverified: 'There is an account with your address, and the provider does not say that the address is yours.',
  account_exists:
    'There is an account with your address. Sign in to it as before, then connect the provider under Account.',
  connected_elsewhere: 'That account is connected with another one here.',
  other_session: 'You were signed in as somebody else by then. Begin again.',
}

/** Why somebody who came back from a provider is not signed in, or not connected; null where nothing went wrong. */
export function providerRefusal(search: string): string | null {
  const params = new URLSearchParams(search)
  if (params.get('socialLoginError') === null) return null
  const reason = params.get('reason') ?? ''
  return (Object.hasOwn(WORDS, reason) ? WORDS[reason] : undefined) ?? 'Signing in by the provider did not work.'
}
