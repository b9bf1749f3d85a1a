import type { StatusPageInput, StatusPageJson } from '@mishap/core/client'
import { type DraftSection, draftSections, savedSections } from './sections.js'

/** A status page while it is written. */
export interface PageDraft
  extends Pick<
    StatusPageJson,
    | 'name'
    | 'slug'
    | 'access'
    | 'description'
    | 'domain'
    | 'theme'
    | 'accent'
    | 'homepage'
    | 'showLatency'
    | 'allowSubscribers'
  > {
  readonly sections: readonly DraftSection[]
  /** Empty keeps the one that is there. */
  readonly password: string
}

export function pageDraft(page: StatusPageJson): PageDraft {
  const { name, slug, access, description, domain, theme, accent, homepage, showLatency, allowSubscribers } = page
  const sections = draftSections(page.sections)
  const about = { name, slug, access, description, domain, homepage }
  return { ...about, theme, accent, showLatency, allowSubscribers, sections, password: '' }
}

/** What is saved. */
export function pageInput({ password, sections, ...draft }: PageDraft): StatusPageInput {
  return {
    ...draft,
    name: draft.name.trim(),
    slug: draft.slug.trim(),
    domain: draft.domain.trim().toLowerCase(),
    homepage: draft.homepage.trim(),
    description: draft.description.trim(),
    isPublic: draft.access === 'public',
    password: password === '' ? null : password,
    sections: savedSections(sections),
  }
}

export function isChanged(draft: PageDraft, page: StatusPageJson): boolean {
  return JSON.stringify(pageInput(draft)) !== JSON.stringify(pageInput(pageDraft(page)))
}

/** What is still wrong, a sentence by field. */
export function pageFaults(draft: PageDraft, { hasPassword }: Pick<StatusPageJson, 'hasPassword'>) {
  const { name, slug, accent, domain, homepage, access, password } = draft
  const isMissing = access === 'password' && !hasPassword && password === ''
  return {
    ...(name.trim() === '' ? { name: 'Give the page a name.' } : {}),
    ...(/^[a-z0-9][a-z0-9-]{0,59}$/.test(slug.trim()) ? {} : { slug: 'Small letters, digits and dashes, at most 60.' }),
    ...(accent === '' || /^#[0-9a-f]{6}$/i.test(accent) ? {} : { accent: 'A colour such as #0b666a, or nothing.' }),
    ...(domain.trim() === '' || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain.trim())
      ? {}
      : { domain: 'A name such as status.example.com, without https://.' }),
    ...(homepage.trim() === '' || /^https?:\/\/\S+$/i.test(homepage.trim())
      ? {}
      : { homepage: 'An address that begins with https://.' }),
    ...(isMissing ? { password: 'Choose the password.' } : {}),
  } as Partial<Record<'name' | 'slug' | 'accent' | 'domain' | 'homepage' | 'password', string>>
}
