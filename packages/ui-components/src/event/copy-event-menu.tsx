import type { EventDetailJson } from '@mishap/core/client'
import { entryOf, jsonText, plainTrace, toCurl, toMarkdown, toPrompt } from '@mishap/core/format'
import { type ButtonSize, Menu, type MenuItem, useCopy } from '../primitives/index.js'

export interface CopyEventMenuProps {
  readonly event: EventDetailJson
  /** Where the event can be seen; goes into the Markdown. */
  readonly permalink?: string
  readonly size?: ButtonSize
  readonly className?: string
}

/** The event for an assistant, in a fence that nobody can foresee. */
export function promptFor(event: EventDetailJson, permalink?: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  const nonce = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return toPrompt(event, { nonce, ...(permalink === undefined ? {} : { permalink }) })
}

/** The event in the forms that people paste. */
export function CopyEventMenu({ event, permalink, size = 'sm', className }: CopyEventMenuProps) {
  const { state, copy } = useCopy()
  const request = entryOf(event, 'request')
  const curl = request === null ? null : toCurl(request)
  const items: readonly (MenuItem | null)[] = [
    {
      id: 'markdown',
      label: 'Markdown',
      hint: 'for issues and chats',
      icon: 'bug',
      onSelect: () => copy(toMarkdown(event, permalink === undefined ? {} : { permalink })),
    },
    {
      id: 'prompt',
      label: 'For an assistant',
      hint: 'fenced as data',
      icon: 'chip',
      onSelect: () => copy(promptFor(event, permalink)),
    },
    { id: 'trace', label: 'Plain trace', icon: 'terminal', onSelect: () => copy(plainTrace(event)) },
    curl === null ? null : { id: 'curl', label: 'Request as cURL', icon: 'globe', onSelect: () => copy(curl) },
    { id: 'id', label: 'Event id', icon: 'tag', startsGroup: true, onSelect: () => copy(event.eventID) },
    permalink === undefined ? null : { id: 'link', label: 'Link', icon: 'link', onSelect: () => copy(permalink) },
    { id: 'json', label: 'JSON', icon: 'code', onSelect: () => copy(jsonText(event)) },
  ]
  const said = { idle: 'Copy', copied: 'Copied', failed: 'Could not copy' }[state]
  return (
    <>
      <Menu
        label={said}
        icon={state === 'copied' ? 'check' : 'copy'}
        size={size}
        align="end"
        items={items.filter((item) => item !== null)}
        {...(className === undefined ? {} : { className })}
      />
      <span role="status" className="mh-hidden">
        {state === 'idle' ? '' : said}
      </span>
    </>
  )
}
