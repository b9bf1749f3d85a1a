import type { ClientDescription } from './client-description.js'

// The build writes it from the types of the client, see `build/describe-client.mjs`.
declare const description: ClientDescription
export = description
