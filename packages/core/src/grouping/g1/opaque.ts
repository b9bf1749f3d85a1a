/**
 * Whether letters and digits are an id that a machine made (`9s6XKzkNRiz8i3`, `01ARZ3NDEKTSV4RRFFQ69G5FAV`) and no word or
 * name that somebody wrote (`version2024final`, `base64Encode`): random text changes between letters of either case and
 * digits much more often than words do.
 */
export function isOpaqueId(text: string): boolean {
  let changes = 0
  let digitRuns = 0
  let kinds = 0
  let previous = 0
  for (let at = 0; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at))
    kinds |= kind
    if (kind === DIGIT && previous !== DIGIT) digitRuns++
    if (at > 0 && kind !== previous) changes++
    previous = kind
  }
  const share = changes / (text.length - 1)
  if (kinds === (LOWER | UPPER | DIGIT)) return share >= 0.45
  return (kinds & DIGIT) !== 0 && kinds !== DIGIT && digitRuns >= 3 && share >= 0.25
}

const LOWER = 1
const UPPER = 2
const DIGIT = 4

function kindOf(code: number): number {
  if (code <= 0x39) return DIGIT
  return code >= 0x61 ? LOWER : UPPER
}
