import { useShortcuts } from '../provider/use-shortcuts.js'
import type { EventPlace } from './event-place.js'

export interface EventKeys {
  /** Null while the event is on its way. */
  readonly place: EventPlace | null
  readonly search: () => void
  readonly goToEvent: (target: string) => void
  readonly jumpTo: (section: number) => void
}

const SECTIONS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The keys of an event on its issue's page. */
export function useEventKeys(keys: EventKeys): void {
  const event = (target: string | null | undefined) => () => target != null && keys.goToEvent(target)
  const { place } = keys
  const group = 'Event'
  useShortcuts([
    { keys: ['['], label: 'Older event', group, run: event(place?.older) },
    { keys: [']'], label: 'Newer event', group, run: event(place?.newer) },
    { keys: ['{'], label: 'First event', group, run: event(place?.first) },
    { keys: ['}'], label: 'Latest event', group, run: event(place?.last) },
    { keys: ['/'], label: 'Search its events', group, run: keys.search },
    { keys: SECTIONS, label: 'Go to a section', group, run: ({ key }) => keys.jumpTo(Number(key)) },
  ])
}
