/** What `{{ name }}` in a fingerprint may stand for, besides `default` and `tags.NAME`. */
const VARIABLE_NAMES = [
  ...(['message', 'raw_message', 'type', 'error.type', 'value', 'error.value'] as const),
  ...(['function', 'stack.function', 'path', 'stack.abs_path', 'stack.filename', 'module', 'stack.module'] as const),
  ...(['package', 'stack.package', 'transaction', 'level', 'logger', 'platform', 'release', 'environment'] as const),
] as const

export type VariableName = (typeof VARIABLE_NAMES)[number]

const NAMES: ReadonlySet<string> = new Set(VARIABLE_NAMES)

/** Whether `{{ name }}` stands for something. */
export function isVariable(name: string): boolean {
  return name === 'default' || NAMES.has(name) || /^tags\../.test(name)
}
