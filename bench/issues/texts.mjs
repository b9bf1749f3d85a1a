import { seededRandom } from '../lib/load-parts.mjs'

const TYPES = [
  ...['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'Error', 'ValueError', 'KeyError', 'AttributeError'],
  ...['NullPointerException', 'IllegalStateException', 'TimeoutError', 'ConnectionError', 'PaymentDeclined'],
  ...['ValidationError', 'PermissionDenied', 'DatabaseError', 'ChunkLoadError', 'AbortError', 'UnhandledRejection'],
]
const SYLLABLES = [
  'ba',
  'ce',
  'do',
  'fi',
  'gu',
  'ka',
  'le',
  'mo',
  'ni',
  'pu',
  'ra',
  'se',
  'to',
  'vi',
  'wu',
  'ze',
  'ol',
  'in',
]
const PATTERNS = [
  'Cannot read properties of undefined (reading "{a}")',
  '{a} is not a function',
  'Failed to {a} the {b} of {c}',
  'connect ECONNREFUSED {a}.internal:5432',
  'duplicate key value violates unique constraint "{a}_{b}_key"',
  'timeout of 5000ms exceeded while waiting for {a}',
  '{a}: expected {b}, found {c}',
  'Loading chunk {a} failed',
]
const LEVELS = ['error', 'error', 'error', 'error', 'error', 'error', 'warning', 'warning', 'fatal', 'info']
const PLATFORMS = ['javascript', 'javascript', 'node', 'python', 'java', 'php']

/**
 * The texts of issue number `k`, the same in every run. Words are out of 3,000, the usual ones as in any language: some
 * are in every tenth issue, most in a handful.
 */
export function issueTexts(k, seed) {
  const random = seededRandom(seed * 1_000_003 + k * 7919 + 11)
  const word = () => wordOf(Math.floor(3000 ** random.next()) - 1)
  const type = random.pick(TYPES)
  const value = random.pick(PATTERNS).replace(/\{\w\}/g, word)
  const module = `${word()}/${word()}`
  const name = `${word()}${capital(word())}`
  const level = random.pick(LEVELS)
  return {
    title: `${type}: ${value}`,
    culprit: `${name}(app/${module})`,
    level,
    platform: random.pick(PLATFORMS),
    isUnhandled: level === 'fatal' || random.next() < 0.3,
    metadata: { type, value, filename: `app/${module}.js`, function: name },
    frames: Array.from({ length: 6 }, () => ({
      filename: `app/${word()}/${word()}.js`,
      function: `${word()}${capital(word())}`,
    })),
    url: `https://shop.example.com/${word()}/${word()}`,
  }
}

/** The word of that rank. */
export function wordOf(rank) {
  let [text, rest] = ['', rank + 18]
  while (rest > 0) {
    text += SYLLABLES[rest % SYLLABLES.length]
    rest = Math.floor(rest / SYLLABLES.length)
  }
  return text
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1)
}
