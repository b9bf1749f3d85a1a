import type { EventDetailJson } from '@mishap/core/client'
import { type FormEvent, type RefObject, useState } from 'react'
import { CopyEventMenu } from '../event/copy-event-menu.js'
import { EventNavigator } from '../event/event-navigator.js'
import { Button, Code, CopyButton, IconButton, TextInput, Time } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import css from './event-bar.module.css'
import type { EventPlace } from './event-place.js'

export interface EventBarProps {
  readonly event: EventDetailJson
  /** An event's id, `latest`, `oldest` or `recommended`, as the address has it. */
  readonly which: string
  readonly org: string
  readonly issueId: string
  readonly permalink: string | undefined
  readonly place: EventPlace
  readonly onGo: (target: string) => void
  /** What the events are searched for; empty where the reader goes through all of them. */
  readonly query: string
  readonly onSearch: (query: string) => void
  /** What is wrong with the search, in a sentence. */
  readonly searchFault: string | null
  readonly searchField: RefObject<HTMLInputElement | null>
  /** Another event has come in since this one was read. */
  readonly hasNewer: boolean
  readonly onShowLatest: () => void
  /** Goes to the part of the page that has the event as it is stored. */
  readonly onShowJson: () => void
}

const CHOICES = [
  { which: 'recommended', label: 'Recommended', title: 'Of the newest the one that tells most' },
  { which: 'latest', label: 'Latest', title: 'The newest event' },
  { which: 'oldest', label: 'First', title: 'The oldest event that is stored' },
] as const

/** Which event is shown, and the way to the others. */
export function EventBar(props: EventBarProps) {
  const { event, which, org, issueId, permalink, place, onGo, query, hasNewer, onShowLatest, onShowJson } = props
  const { href } = useNavigation()
  const search = query === '' ? '' : `?${new URLSearchParams({ query })}`
  const to = (target: string) =>
    target === 'latest' ? paths.issue(org, issueId, search) : paths.event(org, issueId, target, search)
  const link = permalink === undefined ? undefined : `${permalink.replace(/\/$/, '')}/events/${event.eventID}/`
  return (
    <div className={css.bar}>
      <div className={css.row}>
        <EventNavigator
          previousId={place.older}
          nextId={place.newer}
          firstId={place.first}
          lastId={place.last}
          place={place.words}
          href={(target) => href(to(target))}
          onGo={onGo}
        />
        <nav aria-label="Events to choose" className={css.choices}>
          {CHOICES.map((choice) => (
            <AppLink
              key={choice.which}
              to={to(choice.which)}
              title={choice.title}
              className={css.choice}
              aria-current={choice.which === which ? 'true' : undefined}
            >
              {choice.label}
            </AppLink>
          ))}
        </nav>
        <EventSearch {...props} />
      </div>
      <div className={css.row}>
        <p className={css.which}>
          <Time value={event.dateCreated} />
          <Code className={css.id}>{event.eventID.slice(0, 8)}</Code>
        </p>
        {hasNewer ? (
          <Button size="sm" icon="refresh" onClick={onShowLatest}>
            Show the newest
          </Button>
        ) : null}
        <div className={css.tools}>
          <Button size="sm" variant="ghost" icon="code" onClick={onShowJson}>
            JSON
          </Button>
          {link === undefined ? null : (
            <CopyButton text={link} label="Copy link to this event" variant="ghost" isIconOnly />
          )}
          <CopyEventMenu event={event} {...(link === undefined ? {} : { permalink: link })} />
        </div>
      </div>
    </div>
  )
}

function EventSearch({
  query,
  onSearch,
  searchFault,
  searchField,
}: Pick<EventBarProps, 'query' | 'onSearch' | 'searchFault' | 'searchField'>) {
  const [text, setText] = useState(query)
  const [known, setKnown] = useState(query)
  // The address is what counts: the way back brings its search along.
  if (known !== query) {
    setKnown(query)
    setText(query)
  }
  return (
    <search className={css.search}>
      <form
        className={css.searchForm}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          onSearch(text.trim())
        }}
      >
        <TextInput
          ref={searchField}
          type="search"
          icon="search"
          aria-label="Search the events of this issue"
          aria-invalid={searchFault !== null}
          aria-describedby={searchFault === null ? undefined : 'event-search-fault'}
          placeholder="Search its events"
          className={css.searchField}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value === '') onSearch('')
          }}
        />
        {query === '' ? null : (
          <IconButton icon="close" size="sm" label="Go through all events again" onClick={() => onSearch('')} />
        )}
      </form>
      {searchFault === null ? null : (
        <p id="event-search-fault" role="alert" className={css.fault}>
          {searchFault}
        </p>
      )}
    </search>
  )
}
