import { useShortcuts } from '../provider/use-shortcuts.js'

export interface EventKeys {
  /** Ids of the events around the one that is shown; null at the ends. */
  readonly older: string | null
  readonly newer: string | null
  readonly goToEvent: (target: string) => void
  readonly jumpTo: (section: number) => void
}

const SECTIONS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The keys of an event on its issue's page. */
export function useEventKeys(keys: EventKeys): void {
  const event = (target: string | null) => () => target !== null && keys.goToEvent(target)
  const group = 'Event'
  useShortcuts([
    { keys: ['['], label: 'Older event', group, run: event(keys.older) },
    { keys: [']'], label: 'Newer event', group, run: event(keys.newer) },
    { keys: ['{'], label: 'First event', group, run: event(keys.older === null ? null : 'oldest') },
    { keys: ['}'], label: 'Latest event', group, run: event(keys.newer === null ? null : 'latest') },
    { keys: SECTIONS, label: 'Go to a section', group, run: ({ key }) => keys.jumpTo(Number(key)) },
  ])
}
