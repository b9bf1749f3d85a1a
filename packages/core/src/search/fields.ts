import { LEVELS } from '../protocol/event.js'

export interface SearchField {
  readonly key: string
  /** Other names of the same, as clients write them. */
  readonly aliases: readonly string[]
  readonly description: string
  /** What it may be; null where that is asked of the server, or is free. */
  readonly values: readonly string[] | null
  readonly kind: 'enum' | 'text' | 'number' | 'time' | 'person' | 'release'
}

const IS_WORDS = [
  ...['unresolved', 'resolved', 'ignored', 'assigned', 'unassigned', 'for_review'],
  ...['new', 'ongoing', 'regressed', 'escalating'],
  ...['archived_forever', 'archived_until_escalating', 'archived_until_condition_met', 'linked', 'unlinked'],
] as const

const YES_OR_NO = ['true', 'false'] as const
const PEOPLE = ['me', 'my_teams', 'none'] as const

/** The keys that mean more than a tag of that name. Any other key is a tag, and `tags[key]` is one whatever its name. */
export const SEARCH_FIELDS: readonly SearchField[] = [
  field('is', 'enum', 'The state of the issue', IS_WORDS),
  field('has', 'text', 'Whether there is such a tag or field'),
  field('level', 'enum', 'How severe it is', LEVELS),
  field('release', 'release', 'A release in which it occurred; latest is the newest of its project'),
  field('environment', 'text', 'An environment in which it occurred'),
  field('assigned', 'person', 'Who looks after it: me, my_teams, none, an e-mail address, #team', PEOPLE, ['assignee']),
  field('assigned_or_suggested', 'person', 'Who looks after it; owners by rule are not looked at', PEOPLE),
  field('bookmarks', 'person', 'Who bookmarked it: me, an e-mail address', ['me']),
  field('subscribed', 'person', 'Who follows it: me, an e-mail address', ['me']),
  field('first_seen', 'time', 'When it was first seen: -24h is within the last day, +24h before it', null, [
    'firstSeen',
    'age',
  ]),
  field('last_seen', 'time', 'When it was last seen', null, ['lastSeen']),
  field('times_seen', 'number', 'Number of events: 10, >100, 10..20', null, ['timesSeen', 'count']),
  field('users', 'number', 'Number of users', null, ['userCount', 'user_count']),
  field('priority', 'enum', 'How urgent it is', ['high', 'medium', 'low'], ['issue.priority']),
  field('first_release', 'release', 'The release in which it was first seen', null, ['firstRelease', 'first-release']),
  field('last_release', 'release', 'The release in which it was last seen', null, ['lastRelease', 'last-release']),
  field('release.version', 'text', 'The version in a release such as shop@1.2.0+7, or >=1.2.0'),
  field('release.package', 'text', 'What stands before the @ of a release'),
  field('release.build', 'text', 'What stands behind the + of a release'),
  field('project', 'text', 'The slug of its project', null, [
    'project.name',
    'project.slug',
    'project.id',
    'project_id',
  ]),
  field('issue', 'text', 'Its short id, such as WEB-1A', null, ['issue.id', 'short_id']),
  field('title', 'text', 'The whole title; *timeout* is a part of it'),
  field('message', 'text', 'Words in title, message, place or stack, as free text'),
  field('culprit', 'text', 'Where it happened', null, ['transaction', 'location']),
  field('platform', 'text', 'The platform: python, javascript, …', null, ['platform.name']),
  field('type', 'text', 'The type of the exception, or of the event: error, default, csp'),
  field('event.type', 'enum', 'The type of the event', ['error', 'default', 'csp']),
  field('issue.category', 'enum', 'The kind of issue', ['error'], ['issue.type']),
  field('error.type', 'text', 'The type of an exception, such as TypeError'),
  field('error.value', 'text', 'The text of an exception'),
  field('error.handled', 'enum', 'Whether the program caught it', YES_OR_NO),
  field('error.unhandled', 'enum', 'Whether nothing caught it', YES_OR_NO),
  field('error.mechanism', 'text', 'How the SDK came to know of it'),
  field('stack.function', 'text', 'A function in the stack'),
  field('stack.filename', 'text', 'A file in the stack'),
  field('stack.module', 'text', 'A module in the stack'),
  field('stack.abs_path', 'text', 'The whole path of a file in the stack'),
  field('http.url', 'text', 'The URL of the request', null, ['url']),
  field('http.method', 'text', 'The method of the request'),
  field('sdk.name', 'text', 'The SDK, such as sentry.python', null, ['sdk']),
  field('user', 'text', 'A user, by id, e-mail address, name or IP address'),
  field('user.id', 'text', 'The id of a user'),
  field('user.email', 'text', 'The e-mail address of a user'),
  field('user.username', 'text', 'The name of a user'),
  field('user.ip', 'text', 'The IP address of a user of whom nothing else is known', null, ['user.ip_address']),
  field('id', 'text', 'The id of an event'),
]

const BY_KEY: ReadonlyMap<string, SearchField> = new Map(
  SEARCH_FIELDS.flatMap((one) => [one.key, ...one.aliases].map((key): [string, SearchField] => [key, one])),
)

/** The field that a key or an alias means; null for a tag. */
export function searchField(key: string): SearchField | null {
  return BY_KEY.get(key) ?? null
}

function field(
  key: string,
  kind: SearchField['kind'],
  description: string,
  values: readonly string[] | null = null,
  aliases: readonly string[] = [],
): SearchField {
  return { key, aliases, description, values, kind }
}
