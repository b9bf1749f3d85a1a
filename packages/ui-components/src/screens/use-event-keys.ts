import type { RefObject } from 'react'
import type { EventViewHandle } from '../event/event-view.js'
import { useShortcuts } from '../provider/use-shortcuts.js'
import type { EventPlace } from './event-place.js'

export interface EventKeys {
  /** Null while the event is on its way. */
  readonly place: EventPlace | null
  readonly search: () => void
  readonly goToEvent: (target: string) => void
  readonly view: RefObject<EventViewHandle | null>
  /** Copies the event for an assistant. */
  readonly copyPrompt: () => void
  readonly compare: () => void
  /** Says that the place of a frame was copied. */
  readonly onCopied: (text: string) => void
}

const SECTIONS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The keys of an event on its issue's page. */
export function useEventKeys(keys: EventKeys): void {
  const event = (target: string | null | undefined) => () => target != null && keys.goToEvent(target)
  const { place, view } = keys
  const copyFrame = () => {
    const text = view.current?.stackKey('copy')
    if (text != null && text !== '') keys.onCopied(text)
  }
  const stack = 'Stack'
  const group = 'Event'
  useShortcuts([
    { keys: ['['], label: 'Older event', group, run: event(place?.older) },
    { keys: [']'], label: 'Newer event', group, run: event(place?.newer) },
    { keys: ['{'], label: 'First event', group, run: event(place?.first) },
    { keys: ['}'], label: 'Latest event', group, run: event(place?.last) },
    { keys: ['/'], label: 'Search its events', group, run: keys.search },
    { keys: SECTIONS, label: 'Go to a section', group, run: ({ key }) => view.current?.jumpTo(Number(key)) },
    { keys: ['b'], label: 'Breadcrumbs', group, run: () => view.current?.jumpToSection('breadcrumbs') },
    { keys: ['r'], label: 'Request', group, run: () => view.current?.jumpToSection('request') },
    { keys: ['y'], label: 'Copy for an assistant', group, run: keys.copyPrompt },
    { keys: ['d'], label: 'Compare with…', group, run: keys.compare },
    { keys: ['n'], label: 'Next frame', group: stack, run: () => view.current?.stackKey('next') },
    { keys: ['p'], label: 'Previous frame', group: stack, run: () => view.current?.stackKey('previous') },
    { keys: ['f'], label: 'Turn the stack over', group: stack, run: () => view.current?.stackKey('flip') },
    { keys: ['v'], label: 'Variables of the frame', group: stack, run: () => view.current?.stackKey('variables') },
    { keys: ['c'], label: 'Copy path and line of the frame', group: stack, run: copyFrame },
  ])
}
