import type { PasskeyCredentialJson, PasskeyOptionsJson } from '@mishap/core/client'

/** Whether this browser makes and uses passkeys here: it does so on `https`, and on the machine itself. */
export function canUsePasskeys(): boolean {
  return (
    typeof window !== 'undefined' &&
    window.isSecureContext &&
    typeof window.PublicKeyCredential === 'function' &&
    // A browser binds a passkey to a name, never to an IP.
    !/^(?:\d+(?:\.\d+){3}|\[.*\])$/.test(window.location.hostname)
  )
}

/** Has the browser make a key pair. Rejects with a sentence for the reader. */
export async function makePasskey(options: PasskeyOptionsJson): Promise<PasskeyCredentialJson> {
  // The server gives what WebAuthn says, with base64url for bytes.
  const given = options as unknown as CreationOptions
  const publicKey = {
    ...given,
    challenge: bytesOf(given.challenge),
    user: { ...given.user, id: bytesOf(given.user.id) },
    excludeCredentials: given.excludeCredentials?.map(readDescriptor),
  } as PublicKeyCredentialCreationOptions
  const made = await asked(() => navigator.credentials.create({ publicKey }))
  const response = made.response as AuthenticatorAttestationResponse
  return {
    ...headOf(made),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      // Some browsers do not say.
      transports: response.getTransports?.() ?? [],
    },
  }
}

/** Has the browser use one. Rejects with a sentence for the reader. */
export async function askPasskey(options: PasskeyOptionsJson): Promise<PasskeyCredentialJson> {
  const given = options as unknown as RequestOptions
  const publicKey = {
    ...given,
    challenge: bytesOf(given.challenge),
    allowCredentials: given.allowCredentials?.map(readDescriptor),
  } as PublicKeyCredentialRequestOptions
  const used = await asked(() => navigator.credentials.get({ publicKey }))
  const response = used.response as AuthenticatorAssertionResponse
  return {
    ...headOf(used),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
      userHandle: response.userHandle === null ? null : textOf(response.userHandle),
    },
  }
}

interface Descriptor {
  readonly id: string
}

interface CreationOptions {
  readonly rp: PublicKeyCredentialRpEntity
  readonly pubKeyCredParams: PublicKeyCredentialParameters[]
  readonly challenge: string
  readonly user: Descriptor & { readonly name: string; readonly displayName: string }
  readonly excludeCredentials?: readonly Descriptor[]
}

interface RequestOptions {
  readonly challenge: string
  readonly allowCredentials?: readonly Descriptor[]
}

const SAID: Readonly<Record<string, string>> = {
  NotAllowedError: 'No passkey was chosen, or it took too long. Try again.',
  InvalidStateError: 'This device has a passkey of yours already.',
  SecurityError: 'The browser does not use passkeys at this address.',
  NotSupportedError: 'This device cannot make such a passkey.',
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null
  try {
    credential = await ask()
  } catch (cause) {
    const name = (cause as { readonly name?: string } | null)?.name ?? ''
    throw new Error(SAID[name] ?? 'The browser could not use a passkey.', { cause })
  }
  if (credential === null) throw new Error(SAID.NotAllowedError)
  // Nothing else was asked for.
  return credential as PublicKeyCredential
}

function headOf({ id, rawId, type }: PublicKeyCredential) {
  return { id, rawId: textOf(rawId), type, clientExtensionResults: {} }
}

function readDescriptor(descriptor: Descriptor) {
  return { ...descriptor, id: bytesOf(descriptor.id) }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
