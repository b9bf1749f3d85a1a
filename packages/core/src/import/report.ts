/** What an import brings, in the order in which it does. */
export const IMPORT_KINDS = [
  'teams',
  'members',
  'projects',
  'alerts',
  'releases',
  'issues',
  'monitors',
  'status-pages',
] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** What a report counts: the kinds, and what comes along with them. */
export type ReportKind = ImportKind | 'keys' | 'events' | 'deploys' | 'environments' | 'subscribers' | 'maintenance'

export interface KindCounts {
  /** At the source. */
  readonly found: number
  readonly made: number
  /** Brought before, or here for another reason. */
  readonly present: number
  /** Here already, with something that the source had new. */
  readonly changed: number
  readonly skipped: number
}

export interface SkippedThing {
  readonly kind: ReportKind
  readonly name: string
  readonly reason: string
}

/** A project, and what its SDKs have to change. */
export interface ImportedProject {
  readonly name: string
  readonly slug: string
  /** Null in a dry run, where it is not here yet. */
  readonly id: string | null
  readonly remoteSlug: string
  readonly remoteId: string
  /** Whether the DSNs that were given out for it need another host only; else the new ones of the project are wanted. */
  readonly isHostEnough: boolean
}

export interface Invitations {
  readonly made: number
  readonly mailed: number
  /** Of those that nobody was told of by mail: whoever has one can use it. */
  readonly links: readonly { readonly email: string; readonly link: string }[]
}

export interface OrganizationReport {
  /** At the source. */
  readonly remoteSlug: string
  readonly slug: string
  readonly isNew: boolean
  readonly counts: Readonly<Partial<Record<ReportKind, KindCounts>>>
  readonly skipped: readonly SkippedThing[]
  readonly projects: readonly ImportedProject[]
  readonly invitations: Invitations
  /** Sentences for who imports. */
  readonly notes: readonly string[]
  /** As the source said it: what has no place here. */
  readonly notBrought: Readonly<Record<string, readonly unknown[]>>
}

/** Collects what becomes of each thing. */
export interface Tally {
  found(kind: ReportKind, count?: number): void
  made(kind: ReportKind, count?: number): void
  present(kind: ReportKind, count?: number): void
  changed(kind: ReportKind, count?: number): void
  skip(kind: ReportKind, name: string, reason: string): void
  project(project: ImportedProject): void
  note(sentence: string): void
  invited(): void
  mailed(): void
  link(email: string, link: string): void
  notBrought(kind: string, things: readonly unknown[]): void
  report(organization: Pick<OrganizationReport, 'remoteSlug' | 'slug' | 'isNew'>): OrganizationReport
}

const NONE: KindCounts = { found: 0, made: 0, present: 0, changed: 0, skipped: 0 }
/** Names of what was skipped, of each kind and reason. The counts are whole. */
const MOST_NAMES = 1000

export function createTally(): Tally {
  const counts: Partial<Record<ReportKind, KindCounts>> = {}
  const skipped: SkippedThing[] = []
  const named = new Map<string, number>()
  const projects: ImportedProject[] = []
  const notes = new Set<string>()
  const links: { email: string; link: string }[] = []
  const notBrought: Record<string, unknown[]> = {}
  let [invited, mailed] = [0, 0]
  const add = (kind: ReportKind, field: keyof KindCounts, count = 1) => {
    const before = counts[kind] ?? NONE
    counts[kind] = { ...before, [field]: before[field] + count }
  }
  return {
    found: (kind, count) => add(kind, 'found', count),
    made: (kind, count) => add(kind, 'made', count),
    present: (kind, count) => add(kind, 'present', count),
    changed: (kind, count) => add(kind, 'changed', count),
    skip(kind, name, reason) {
      add(kind, 'skipped')
      const key = `${kind} ${reason}`
      const before = named.get(key) ?? 0
      named.set(key, before + 1)
      if (before < MOST_NAMES) skipped.push({ kind, name, reason })
    },
    project: (project) => projects.push(project),
    note: (sentence) => notes.add(sentence),
    invited: () => {
      invited += 1
    },
    mailed: () => {
      mailed += 1
    },
    link: (email, link) => links.push({ email, link }),
    notBrought(kind, things) {
      if (things.length > 0) notBrought[kind] = [...(notBrought[kind] ?? []), ...things]
    },
    report: (organization) => ({
      ...organization,
      counts: { ...counts },
      skipped: [...skipped],
      projects: [...projects],
      invitations: { made: invited, mailed, links: [...links] },
      notes: [...notes],
      notBrought: { ...notBrought },
    }),
  }
}
