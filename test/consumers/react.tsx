// Compiled, never run: the components in the page of a stranger whose bundler resolves packages.
import '@mishap/ui-components/styles.css'
import { createClient, type EventDetailJson } from '@mishap/core/client'
import { exceptionTitle } from '@mishap/core/format'
import { EventView, type EventViewProps, MishapProvider } from '@mishap/ui-components'

const client = createClient({ baseUrl: '/monitoring' })

export function ErrorPage({ event, ...rest }: { readonly event: EventDetailJson } & Pick<EventViewProps, 'onPickTag'>) {
  return (
    <MishapProvider client={client} theme="dark">
      <h1>{event.title}</h1>
      <EventView event={event} {...rest} />
    </MishapProvider>
  )
}

export const titleOf = exceptionTitle
