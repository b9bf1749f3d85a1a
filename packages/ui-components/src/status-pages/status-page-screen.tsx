import type { StatusPageJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useId, useState } from 'react'
import { Badge, Button, LinkButton, useToast } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { UnsavedGuard } from '../provider/unsaved-guard.js'
import { Loaded } from '../screens/loaded.js'
import { Page, usePageTitle } from '../screens/page.js'
import { Form } from '../setup/form.js'
import { useMayWatch } from '../uptime/may-watch.js'
import { EndCard, LogoCard, ShareCard } from './page-cards.js'
import { isChanged, type PageDraft, pageDraft, pageFaults, pageInput } from './page-draft.js'
import { AboutPart, AccessPart, LookPart } from './page-parts.js'
import { PagePreview } from './page-preview.js'
import { SectionsEditor } from './sections-editor.js'
import css from './status-pages.module.css'
import { SubscribersCard } from './subscribers-card.js'
import { useStatusPage, useUpdateStatusPage } from './use-status-pages.js'

export interface StatusPageScreenProps {
  readonly org: string
  readonly slug: string
}

/** Writes a status page beside a picture of it that follows every change. */
export function StatusPageScreen({ org, slug }: StatusPageScreenProps) {
  const page = useStatusPage(org, slug)
  const name = visibleText(clip(page.data?.name ?? slug, 120))
  usePageTitle(name, 'Status pages', org)
  return (
    <Page
      title={<bdi>{name}</bdi>}
      actions={
        <>
          <AppLinkButton to={paths.statusPages(org)} icon="arrow-left">
            All status pages
          </AppLinkButton>
          {page.data === undefined ? null : (
            <LinkButton href={page.data.url} iconEnd="external" target="_blank" rel="noreferrer noopener">
              Open the page
            </LinkButton>
          )}
        </>
      }
    >
      <Loaded query={page} lines={8} height={32}>
        {(saved) => <Editor key={saved.id} org={org} page={saved} />}
      </Loaded>
    </Page>
  )
}

function Editor({ org, page }: { readonly org: string; readonly page: StatusPageJson }) {
  const [draft, setDraft] = useState(() => pageDraft(page))
  const [isAsked, setIsAsked] = useState(false)
  const mayWrite = useMayWatch(org)
  const navigation = useNavigation()
  const update = useUpdateStatusPage(org, page.slug)
  const toast = useToast()
  const form = useId()
  const change = (part: Partial<PageDraft>) => setDraft((before) => ({ ...before, ...part }))
  const faults = isAsked ? pageFaults(draft, page) : {}
  const isOther = isChanged(draft, page)
  const submit = () => {
    setIsAsked(true)
    if (Object.keys(pageFaults(draft, page)).length > 0) return
    update.mutate(pageInput(draft), {
      onSuccess: (saved) => {
        setDraft(pageDraft(saved))
        setIsAsked(false)
        toast.show({ message: 'Saved. The page shows it within a minute.', durationMs: 4000 })
        if (saved.slug !== page.slug) navigation.navigate(paths.statusPage(org, saved.slug), { replace: true })
      },
    })
  }
  const parts = { draft, faults, error: update.error, onChange: change }
  return (
    <div className={css.columns}>
      <UnsavedGuard isUnsaved={isOther && !update.isPending} />
      {mayWrite ? (
        <div className={css.column}>
          <Form
            id={form}
            onSubmit={submit}
            error={update.error}
            fields={['name', 'slug', 'domain', 'homepage', 'accent']}
          >
            <AboutPart {...parts} page={page} />
            <SectionsEditor org={org} sections={draft.sections} onChange={(sections) => change({ sections })} />
            <AccessPart {...parts} page={page} />
            <LookPart {...parts} />
            <div className={css.save} data-changed={isOther}>
              <Button type="submit" variant="primary" busy={update.isPending} disabled={!isOther}>
                Save
              </Button>
              {isOther ? (
                <>
                  <Button onClick={() => setDraft(pageDraft(page))}>Undo the changes</Button>
                  <Badge tone="warn">Not saved yet</Badge>
                </>
              ) : null}
              {Object.keys(faults).length === 0 ? null : <span className={css.fault}>Some fields want a look.</span>}
            </div>
          </Form>
        </div>
      ) : null}
      <div className={css.beside}>
        <PagePreview org={org} draft={draft} hasLogo={page.hasLogo} url={page.url} />
      </div>
      <div className={css.column}>
        {mayWrite ? <LogoCard org={org} page={page} /> : null}
        <ShareCard page={page} />
        {mayWrite ? <SubscribersCard org={org} page={page} /> : null}
        {mayWrite ? <EndCard org={org} page={page} /> : null}
      </div>
    </div>
  )
}
