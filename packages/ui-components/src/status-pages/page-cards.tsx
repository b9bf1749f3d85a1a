import type { StatusPageJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { useId, useRef, useState } from 'react'
import { Button, Card, Code, Dialog, Field, Select, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { embedSnippets } from './snippets.js'
import css from './status-pages.module.css'
import { useDeleteStatusPage, useSetLogo } from './use-status-pages.js'

interface CardProps {
  readonly org: string
  readonly page: StatusPageJson
}

/** As the server takes it. */
const MOST_BYTES = 256 * 1024

/** The logo is kept at once, apart from what is saved by the form. */
export function LogoCard({ org, page }: CardProps) {
  const setLogo = useSetLogo(org, page.slug)
  const toast = useToast()
  const file = useRef<HTMLInputElement>(null)
  const keep = (image: string | null) =>
    setLogo.mutate(image, {
      onSuccess: () =>
        toast.show({ message: image === null ? 'The logo is gone' : 'The logo is set', durationMs: 4000 }),
      onError: (error) => toast.show({ message: `That did not work: ${error.message}`, tone: 'danger' }),
    })
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    if (chosen.size > MOST_BYTES) {
      toast.show({ message: 'A logo has 256 KB at most.', tone: 'danger' })
      return
    }
    keep(await base64Of(chosen))
  }
  return (
    <Card title="Logo">
      <div className={css.logo}>
        {page.hasLogo ? <img src={`${page.url}logo/`} alt="The logo" className={css.previewLogo} /> : null}
        <input
          ref={file}
          type="file"
          aria-label="Image of the logo"
          tabIndex={-1}
          className="mh-hidden"
          accept="image/png,image/jpeg,image/gif,image/webp"
          onChange={(event) => {
            void read(event.target.files?.[0])
            // The same file can be chosen once more.
            event.target.value = ''
          }}
        />
        <Button size="sm" busy={setLogo.isPending} onClick={() => file.current?.click()}>
          {page.hasLogo ? 'Choose another' : 'Choose an image'}
        </Button>
        {page.hasLogo ? (
          <Button size="sm" variant="ghost" onClick={() => keep(null)}>
            Take it away
          </Button>
        ) : null}
        <span className={css.note}>PNG, JPEG, GIF or WebP, at most 256 KB.</span>
      </div>
    </Card>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** What can be put on other pages. */
export function ShareCard({ page }: Pick<CardProps, 'page'>) {
  const shown = page.sections.flatMap(({ monitors }) => monitors)
  const [chosen, setChosen] = useState('')
  const monitor = shown.find(({ id }) => String(id) === chosen) ?? shown[0]
  const nameOf = (id: number, name: string) =>
    visibleText(clip(name || (page.monitors.find((one) => one.id === id)?.name ?? `Monitor ${id}`), 80))
  const snippets = embedSnippets(
    page,
    monitor === undefined ? null : { id: monitor.id, name: nameOf(monitor.id, monitor.name) },
  )
  return (
    <Card title="Share it" foldsAs="status-page-share">
      <div className={css.fields}>
        {page.access === 'public' ? null : (
          <p className={css.note}>It is not public: badges, feeds and what is embedded show only to who may read it.</p>
        )}
        {shown.length < 2 ? null : (
          <Field label="Badges of">
            <Select value={String(monitor?.id ?? '')} onChange={(event) => setChosen(event.target.value)}>
              {shown.map(({ id, name }) => (
                <option key={id} value={id}>
                  {nameOf(id, name)}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {snippets.map(({ label, code }) => (
          <div key={label}>
            <p className={css.snippet}>{label}</p>
            <Code isBlock isWrapped>
              {code}
            </Code>
          </div>
        ))}
      </div>
    </Card>
  )
}

/** Deletes the page. It asks, because who subscribed cannot be brought back. */
export function EndCard({ org, page }: CardProps) {
  const [isAsked, setIsAsked] = useState(false)
  const remove = useDeleteStatusPage(org)
  const navigation = useNavigation()
  const note = useId()
  const goOn = () =>
    remove.mutate(page.slug, { onSuccess: () => navigation.navigate(paths.statusPages(org), { replace: true }) })
  return (
    <Card title="Delete the page">
      <div className={css.logo}>
        <p id={note} className={css.note}>
          Its address, badges and feeds stop working. Monitors and incidents stay.
        </p>
        <Button size="sm" variant="danger" icon="trash" aria-describedby={note} onClick={() => setIsAsked(true)}>
          Delete…
        </Button>
      </div>
      <Dialog
        isOpen={isAsked}
        onClose={() => setIsAsked(false)}
        title={`Delete “${visibleText(clip(page.name, 80))}”?`}
        actions={
          <>
            <Button onClick={() => setIsAsked(false)}>Keep it</Button>
            <Button variant="danger" busy={remove.isPending} onClick={goOn}>
              Delete it
            </Button>
          </>
        }
      >
        <p>
          {page.subscriberCount === 0
            ? 'Nobody has subscribed to it. This cannot be undone.'
            : `It forgets ${counted(page.subscriberCount, 'subscriber')}. This cannot be undone.`}
        </p>
        {remove.error === null ? null : (
          <p role="alert" className={css.fault}>
            That did not work: {remove.error.message}
          </p>
        )}
      </Dialog>
    </Card>
  )
}
