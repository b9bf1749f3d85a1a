/** The environment, and where its faults are gathered. */
export interface Source {
  readonly env: NodeJS.ProcessEnv
  readonly faults: string[]
}

/** Makes a value of a text; null where it cannot. */
export interface Reader<T> {
  readonly read: (text: string) => T | null
  /** Ends the sentence "wanted …", and so is the way to mend it. */
  readonly wanted: string
  /** The text is nothing to show in a log. */
  readonly isSecret?: boolean
}

/**
 * The option where it is given, else the first variable that is set; null where none is.
 * An empty variable counts as not set: that is how compose files leave things out.
 */
export function lookUp<T>(
  { env, faults }: Source,
  names: readonly string[],
  reader: Reader<T>,
  [flag, option]: [flag: string, text?: string] = [''],
): T | null {
  const name = names.find((one) => (env[one] ?? '').trim() !== '')
  const found =
    option !== undefined ? { name: flag, text: option } : name === undefined ? null : { name, text: env[name] ?? '' }
  if (found === null) return null
  const value = reader.read(found.text.trim())
  if (value === null) {
    const shown = reader.isSecret ? 'something else' : JSON.stringify(found.text.trim())
    faults.push(`${found.name}: wanted ${reader.wanted}, found ${shown}`)
  }
  return value
}
