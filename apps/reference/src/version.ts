import { createRequire } from 'node:module'

/** Of this package, and so of all of Mishap: they share one number. */
export const version: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version
