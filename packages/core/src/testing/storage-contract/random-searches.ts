import { expect, it } from '@jest/globals'
import { memoryStorage } from '../../adapters/memory-storage/memory-storage.js'
import { searchCondition } from '../../issues/search-condition.js'
import type { NewEvent } from '../../ports/ingest.js'
import { SEARCH_MARKS, type SearchMark, searchLine } from '../../ports/search-text.js'
import type { Storage } from '../../ports/storage.js'
import { LEVELS } from '../../protocol/event.js'
import { SEARCH_FIELDS } from '../../search/fields.js'
import { parseSearch } from '../../search/parse.js'
import type { Search } from '../../search/types.js'
import { NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, type World } from './world.js'

const ISSUES = 40
const SEARCHES = 400
const TYPED = 300

/** Whatever is asked, every storage answers as the one in memory does. */
export function randomSearchesContract({ storage }: Subject): void {
  it(`${SEARCHES} searches by chance find what they find in memory`, async () => {
    const [ours, reference] = [await aRandomWorld(storage()), await aRandomWorld(memoryStorage())]
    const chance = dice(11)
    let found = 0
    for (let round = 0; round < SEARCHES; round += 1) {
      const query = aQuery(chance, 3)
      const [answer, expected] = [await titles(ours, query), await titles(reference, query)]
      expect([query, answer]).toEqual([query, expected])
      if (expected.length > 0 && expected.length < ISSUES) found += 1
    }
    // Else it would say nothing.
    expect(found).toBeGreaterThan(SEARCHES / 5)
  })

  it('whatever is typed and can be read is answered', async () => {
    const world = await aRandomWorld(storage())
    const chance = dice(3)
    const keys = SEARCH_FIELDS.map(({ key }) => `${key}:`)
    let answered = 0
    for (let round = 0; round < TYPED; round += 1) {
      const typed = Array.from({ length: chance([1, 2, 3, 6]) }, () => {
        const key = chance(['', '', '!', ...keys, 'tags[a]:', 'tag:'])
        return key + Array.from({ length: chance([1, 2, 4]) }, () => chance(HOSTILE)).join('')
      }).join(chance([' ', ' OR ']))
      const search = parseSearch(typed)
      if (search.faults.length > 0) continue
      await expect(answersOf(world, search)).resolves.toEqual([expect.any(Number)])
      answered += 1
    }
    expect(answered).toBeGreaterThan(TYPED / 4)
  })
}

const HOSTILE = [
  ...[
    '\\',
    '%',
    '_',
    "'",
    '"x"',
    '*',
    '\\*',
    '$1',
    '.',
    '^',
    '[^',
    '(?=',
    '\ud800',
    '\u0001',
    '\u0007',
    '\n',
    '|',
    '&',
  ],
  ...[
    'a',
    '0',
    '-',
    ':',
    '>',
    '99999999999b',
    '-999999w',
    '0001-01-01',
    '9999-12-31T23:59:59.999Z',
    '18446744073709551616',
  ],
]

type Dice = <T>(of: readonly T[]) => T

function dice(seed: number): Dice {
  let state = seed
  return (of) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return of[(state >> 8) % of.length] as (typeof of)[number]
  }
}

const TEXTS = [
  ...['TypeError', 'x is undefined', '100% sure_', 'C:\\temp\\a.js', 'say "no"', '5 * 3', "it's", '[a](b)', 'Überlauf'],
  ...['straße', '日本', '$1 {2} ^.+?', 'checkout', 'İstanbul', 'tab\there', '👾'],
]
const KEYS = ['browser', 'os.name', 'a:b', 'release', 'environment', 'user.id', "o'clock"]
const MARKED = Object.keys(SEARCH_MARKS) as readonly SearchMark[]

async function aRandomWorld(storage: Storage): Promise<World> {
  const world = await aWorld(storage)
  const chance = dice(5)
  const some = (most: number) => Array.from({ length: chance([0, 1, most]) })
  const events = Array.from(
    { length: ISSUES * 2 },
    (_, number): NewEvent =>
      world.event({
        hashes: [`hash ${number % ISSUES}`],
        title: `${number % ISSUES} ${chance(TEXTS)}`,
        culprit: chance(TEXTS),
        level: chance(LEVELS),
        platform: chance(['python', 'node']),
        release: chance([null, 'shop@1.0.0+7', 'shop@1.2.0', '1.0.0', 'Api@2']),
        environment: chance([null, 'production', 'Staging']),
        receivedAt: new Date(NOON.getTime() + number * 60_000),
        userKey: chance([null, 'id:1', 'ip:10.0.0.1', 'email:a@b.c']),
        tags: some(3).map(() => [chance(KEYS), chance(TEXTS)] as const),
        searchText: some(4)
          .map(() => searchLine(chance([null, ...MARKED]), chance(TEXTS)))
          .join(''),
      }),
  )
  for (const event of events) await world.persist(event)
  const { items } = await storage.issues.list(world.filter(), { sort: 'first_seen', ascending: true }, ALL)
  const author = { userId: world.user.id, via: 'api', at: NOON } as const
  const only = (index: number) => world.filter({ ids: [items[index]?.id ?? ''] })
  for (const index of [1, 4, 9]) await storage.issues.assign(only(index), { kind: 'user', id: world.user.id }, author)
  for (const index of [2, 4]) await storage.issues.mark(only(index), world.user.id, { isBookmarked: true })
  for (const index of [3, 4, 5]) await storage.issues.setStatus(only(index), 'resolved', author)
  return world
}

function aQuery(chance: Dice, depth: number): string {
  const parts = Array.from({ length: chance([1, 1, 2, 3]) }, () => {
    if (depth > 0 && chance([true, false, false, false])) return `${chance(['', '!'])}(${aQuery(chance, depth - 1)})`
    return aClause(chance)
  })
  return parts.join(chance([' ', ' ', ' OR ']))
}

function aClause(chance: Dice): string {
  const not = chance(['', '', '!'])
  const text = () => `"${wild(chance, chance(TEXTS)).replace(/["\\](?!\*)/g, '\\$&')}"`
  return chance<() => string>([
    () => `${not}${chance(MARKED.filter((mark) => mark !== 'error.unhandled'))}:${text()}`,
    () => `${not}tags[${chance(KEYS)}]:${text()}`,
    () => `${not}tags[${chance(KEYS)}]:[${text()}, ${text()}]`,
    () => `${not}has:${chance([...KEYS, ...MARKED, 'user', 'assigned'])}`,
    () => `${not}level:${chance(LEVELS)}`,
    () => `${not}release:${chance(['latest', '*', 'shop@*', 'API@2', '"API@*"', '1.0.0', '""'])}`,
    () =>
      `${not}${chance(['first_release', 'last_release', 'release.version'])}:${chance(['1.*', '*0', 'latest', '1.0.0'])}`,
    () => `${not}environment:[production, ${chance(['staging', 'STAG*', 'x'])}]`,
    () => `${not}is:${chance(['resolved', 'assigned', 'new', 'for_review', 'ongoing', 'archived'])}`,
    () => `${not}${chance(['assigned', 'bookmarks', 'subscribed'])}:${chance(['me', 'x@example.com'])}`,
    () => `${not}${chance(['times_seen', 'users'])}:${chance(['1', '>1', '<2', '0..1'])}`,
    () => `${not}first_seen:${chance(['-30m', '+30m', '>2026-01-01', '<2026-01-01'])}`,
    () => `${not}user:${chance(['1', 'id:1', '10.*', 'a@b.c', 'ip:10.0.0.1'])}`,
    () => `${not}message:${text()}`,
    () => text().replaceAll('*', ''),
    () => chance(['und*', 'che*out', 'temp', '%', '_', 'ÜBER', 'tra']),
  ])()
}

/** Some of its letters a star. */
function wild(chance: Dice, text: string): string {
  const letters = [...text.replaceAll('*', '\\*')]
  const at = chance(letters.map((_, index) => index))
  const kind = chance(['whole', 'whole', 'start', 'end', 'part', 'case'])
  switch (kind) {
    case 'start':
      return `${letters.slice(0, at).join('').replace(/\\$/, '')}*`
    case 'end':
      return `*${letters.slice(at).join('')}`
    case 'part':
      return `*${letters
        .slice(at, at + 3)
        .join('')
        .replace(/\\$/, '')}*`
    case 'case':
      return text.replaceAll('*', '\\*').toUpperCase()
    default:
      return letters.join('')
  }
}

async function answersOf(
  { storage, user, organizationId, filter }: World,
  { root }: Search,
): Promise<readonly number[]> {
  const where = await searchCondition({ storage }, { organizationId, userId: user.id, now: NOON }, root)
  return [await storage.issues.count(filter({ where }), 10)]
}

async function titles({ storage, user, organizationId, filter }: World, query: string): Promise<readonly string[]> {
  const search = parseSearch(query)
  expect([query, search.faults]).toEqual([query, []])
  const searcher = { organizationId, userId: user.id, now: new Date(NOON.getTime() + 90 * 60_000) }
  const where = await searchCondition({ storage }, searcher, search.root)
  const page = await storage.issues.list(filter({ where }), { sort: 'first_seen', ascending: true }, ALL)
  return page.items.map(({ title }) => title)
}
