import type { RefObject } from 'react'
import type { EventViewHandle } from '../event/event-view.js'
import { bindKeys, EVENT_KEYS, STACK_KEYS } from '../provider/keys.js'
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

/** The keys of an event on its issue's page. */
export function useEventKeys(keys: EventKeys): void {
  const event = (target: string | null | undefined) => () => target != null && keys.goToEvent(target)
  const { place, view } = keys
  const copyFrame = () => {
    const text = view.current?.stackKey('copy')
    if (text != null && text !== '') keys.onCopied(text)
  }
  useShortcuts([
    ...bindKeys(EVENT_KEYS, {
      older: event(place?.older),
      newer: event(place?.newer),
      first: event(place?.first),
      latest: event(place?.last),
      search: keys.search,
      section: ({ key }) => view.current?.jumpTo(Number(key)),
      breadcrumbs: () => view.current?.jumpToSection('breadcrumbs'),
      request: () => view.current?.jumpToSection('request'),
      copy: keys.copyPrompt,
      compare: keys.compare,
    }),
    ...bindKeys(STACK_KEYS, {
      next: () => view.current?.stackKey('next'),
      previous: () => view.current?.stackKey('previous'),
      flip: () => view.current?.stackKey('flip'),
      variables: () => view.current?.stackKey('variables'),
      copy: copyFrame,
    }),
  ])
}
