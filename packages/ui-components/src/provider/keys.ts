import type { Shortcut } from './shortcut-registry.js'

/** Keys that do something on the same pages. */
export interface KeyGroup {
  readonly name: string
  readonly keys: Readonly<Record<string, Pick<Shortcut, 'keys' | 'label'>>>
}

export const EVERYWHERE_KEYS = {
  name: 'Everywhere',
  keys: {
    issues: { keys: ['g i'], label: 'Go to issues' },
    projects: { keys: ['g p'], label: 'Go to projects' },
    uptime: { keys: ['g u'], label: 'Go to uptime' },
    alerts: { keys: ['g a'], label: 'Go to alerts' },
    times: { keys: ['t'], label: 'Times as dates, or how long ago' },
    theme: { keys: ['D'], label: 'Light, dark, or that of the system' },
    help: { keys: ['?'], label: 'The keys of the page' },
  },
} as const satisfies KeyGroup

export const LIST_KEYS = {
  name: 'Issue list',
  keys: {
    next: { keys: ['j'], label: 'Next issue' },
    previous: { keys: ['k'], label: 'Previous issue' },
    open: { keys: ['Enter', 'o'], label: 'Open' },
    preview: { keys: [' '], label: 'Preview' },
    choose: { keys: ['x'], label: 'Choose' },
    extend: { keys: ['J', 'K'], label: 'Choose down, up' },
    clear: { keys: ['Escape'], label: 'Choose none' },
    resolve: { keys: ['e'], label: 'Resolve' },
    ignore: { keys: ['m'], label: 'Ignore…' },
    assign: { keys: ['a'], label: 'Assign…' },
    priority: { keys: ['p'], label: 'Priority…' },
    merge: { keys: ['M'], label: 'Merge what is chosen…' },
    undo: { keys: ['u'], label: 'Take back, or reopen' },
    news: { keys: ['.'], label: 'Put what is new into the list' },
    search: { keys: ['/'], label: 'Search' },
  },
} as const satisfies KeyGroup

export const ISSUE_KEYS = {
  name: 'Issue',
  keys: {
    resolve: { keys: ['e'], label: 'Resolve' },
    ignore: { keys: ['m'], label: 'Ignore…' },
    assign: { keys: ['a'], label: 'Assign…' },
    priority: { keys: ['P'], label: 'Priority…' },
    undo: { keys: ['u'], label: 'Take back, or reopen' },
    next: { keys: ['j'], label: 'Next issue of the list' },
    previous: { keys: ['k'], label: 'Previous issue of the list' },
    back: { keys: ['Escape'], label: 'Back to the list' },
  },
} as const satisfies KeyGroup

export const EVENT_KEYS = {
  name: 'Event',
  keys: {
    older: { keys: ['['], label: 'Older event' },
    newer: { keys: [']'], label: 'Newer event' },
    first: { keys: ['{'], label: 'First event' },
    latest: { keys: ['}'], label: 'Latest event' },
    search: { keys: ['/'], label: 'Search its events' },
    section: { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], label: 'Go to a section' },
    breadcrumbs: { keys: ['b'], label: 'Breadcrumbs' },
    request: { keys: ['r'], label: 'Request' },
    copy: { keys: ['y'], label: 'Copy for an assistant' },
    compare: { keys: ['d'], label: 'Compare with…' },
  },
} as const satisfies KeyGroup

export const STACK_KEYS = {
  name: 'Stack',
  keys: {
    next: { keys: ['n'], label: 'Next frame' },
    previous: { keys: ['p'], label: 'Previous frame' },
    flip: { keys: ['f'], label: 'Turn the stack over' },
    variables: { keys: ['v'], label: 'Variables of the frame' },
    copy: { keys: ['c'], label: 'Copy path and line of the frame' },
  },
} as const satisfies KeyGroup

/** All keys of the app. */
export const KEY_GROUPS: readonly KeyGroup[] = [EVERYWHERE_KEYS, LIST_KEYS, ISSUE_KEYS, EVENT_KEYS, STACK_KEYS]

/** The keys of a group with what they do now; those with nothing to do are left out. */
export function bindKeys<Group extends KeyGroup>(
  { name, keys }: Group,
  runs: { readonly [Key in keyof Group['keys']]?: Shortcut['run'] },
): readonly Shortcut[] {
  return Object.entries(keys).flatMap(([key, shortcut]) => {
    const run = runs[key]
    return run === undefined ? [] : [{ ...shortcut, group: name, run }]
  })
}
