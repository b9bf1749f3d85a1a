/**
 * Chrome, Firefox and Safari say the same thing in their own words. Of the few that make most reports one wording is
 * made; any other text stays as it is. Every pattern is anchored and bounded.
 */
export function sameInAllBrowsers(text: string): string {
  const line = text.length > 500 ? text.slice(0, 500) : text
  for (const { match, say } of TEXTS) {
    const found = match.exec(line)
    if (found !== null) return say(found)
  }
  return text
}

interface Wording {
  readonly match: RegExp
  readonly say: (found: RegExpExecArray) => string
}

const noProperty = (property: string | undefined, what: string | undefined): string =>
  `Cannot read properties of ${what ?? 'undefined'} (reading '${property ?? ''}')`

const TEXTS: readonly Wording[] = [
  { match: /^Cannot read propert(?:y|ies) '([^']{1,100})' of (undefined|null)$/, say: (m) => noProperty(m[1], m[2]) },
  {
    match: /^can't access property "?([^",]{1,100})"?, .{1,200} is (undefined|null)$/,
    say: (m) => noProperty(m[1], m[2]),
  },
  {
    match: /^(undefined|null) is not an object \(evaluating '([^']{1,200})'\)$/,
    say: (m) => noProperty(/\.([\w$#]{1,100})$/.exec(m[2]!)?.[1] ?? m[2], m[1]),
  },
  { match: /^Can't find variable: ([\w$]{1,100})$/, say: (m) => `${m[1]} is not defined` },
  { match: /^([\w$.()[\]]{1,200}) is not a function\. \(In '.{0,200}$/, say: (m) => `${m[1]} is not a function` },
  {
    match:
      /^(?:Failed to fetch|NetworkError when attempting to fetch resource\.?|Load failed|The network connection was lost\.)(?: \([\w.:-]{1,100}\))?$/,
    say: () => 'Failed to fetch',
  },
  {
    match:
      /^(?:Unexpected token .{1,100}JSON|JSON\.parse: |JSON Parse error: |Unexpected end of JSON input|Unexpected non-whitespace character after JSON)/,
    say: () => 'Unexpected token in JSON',
  },
  {
    match: /^(?:too much recursion|Maximum call stack size exceeded\.?)$/,
    say: () => 'Maximum call stack size exceeded',
  },
]
