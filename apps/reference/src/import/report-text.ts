import type { ImportedProject, KindCounts, OrganizationReport, SkippedThing } from '@mishap/core'

/** What an import never brings, because the source does not give it or there is no place for it. */
export const NOT_CARRIED: readonly string[] = [
  'Of issues: comments, their log, who has seen them, charts of the past, users other than of the events that came along.',
  'Of events: those that were not the newest, attachments and replays. Transactions, logs and profiles.',
  'Of people: passwords, second factors, personal tokens and notification settings. Whoever is invited makes an account.',
  'Source maps, debug files and commits of releases. Integrations and their secrets.',
]

const NAMES_SHOWN = 3

/** For a terminal: what became of an organization, and what is left to do. `base` is what DSNs here begin with: `https://KEY@host`. */
export function reportText(
  report: OrganizationReport,
  { isDryRun, base }: { readonly isDryRun: boolean; readonly base: string },
): string {
  const { remoteSlug, slug, isNew } = report
  const state = isNew ? (isDryRun ? 'would be new' : 'new') : 'was here'
  const title = remoteSlug === slug ? `${slug} (${state})` : `${remoteSlug} → ${slug} (${state})`
  const blocks = [
    [title, ...tableOf(Object.entries(report.counts), isDryRun)],
    skippedLines(report.skipped),
    [...invitationLines(report, isDryRun), ...report.notes],
    dsnLines(report.projects, base),
  ]
  return printable(
    blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
  )
}

const COLUMNS = ['found', 'made', 'present', 'changed', 'skipped'] as const

function tableOf(counts: readonly (readonly [string, KindCounts])[], isDryRun: boolean): readonly string[] {
  const heads = ['found', isDryRun ? 'to make' : 'made', 'here already', isDryRun ? 'to change' : 'changed', 'skipped']
  const rows = counts.map(([kind, numbers]) => [kind, ...COLUMNS.map((column) => String(numbers[column]))])
  const all = [['', ...heads], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all.map(
    (row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  )
}

function skippedLines(skipped: readonly SkippedThing[]): readonly string[] {
  const groups = new Map<string, SkippedThing[]>()
  for (const one of skipped)
    groups.set(`${one.kind} ${one.reason}`, [...(groups.get(`${one.kind} ${one.reason}`) ?? []), one])
  const lines = [...groups.values()].map((group) => {
    const [first] = group
    const names = group.slice(0, NAMES_SHOWN).map(({ name }) => name.slice(0, 80))
    const more = group.length > names.length ? `, and ${group.length - names.length} more` : ''
    return `  ${first?.kind}, ${group.length}: ${first?.reason} (${names.join(', ')}${more})`
  })
  return lines.length === 0 ? [] : ['Skipped', ...lines]
}

function invitationLines({ invitations }: OrganizationReport, isDryRun: boolean): readonly string[] {
  const { made, mailed, links } = invitations
  const people = counted(made, 'person', 'people')
  if (isDryRun) return made === 0 ? [] : [`${people} would be invited.`]
  return [
    ...(made > 0 ? [`Invited: ${people}.`] : []),
    ...(mailed > 0 ? [`Told by mail: ${mailed}.`] : []),
    ...(links.length > 0
      ? [
          `No mail is set up: the report file holds ${counted(links.length, 'link', 'links')} of invitations to pass on.`,
        ]
      : []),
  ]
}

function dsnLines(projects: readonly ImportedProject[], base: string): readonly string[] {
  if (projects.length === 0) return []
  const others = projects.filter(({ isHostEnough }) => !isHostEnough)
  const same = projects.length - others.length
  return [
    ...(same > 0
      ? [`In the DSNs of ${counted(same, 'project', 'projects')} only the host changes: ${base}/PROJECT`]
      : []),
    ...(others.length > 0
      ? [
          `These need the DSN of their settings page: ${others
            .map(({ slug }) => slug)
            .slice(0, 20)
            .join(', ')}${others.length > 20 ? ', …' : ''}`,
        ]
      : []),
  ]
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`
}

/** Names come from another server, and are anybody's: nothing of them may steer a terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '?')
}
