import type { StatusPageInput, StatusSectionJson } from '@mishap/core/client'

/** Of a page while it is written, with a key that stays while it is moved and renamed. */
export interface DraftSection extends StatusSectionJson {
  readonly key: string
}

export type ShownMonitor = StatusSectionJson['monitors'][number]

/** Where a monitor stands: in the section at `section`, or where that is the wish, before the one at `at`. */
export interface Place {
  readonly section: number
  readonly at: number
}

export function draftSections(sections: readonly StatusSectionJson[]): readonly DraftSection[] {
  return sections.map((section, at) => ({ ...section, key: String(at) }))
}

export function savedSections(sections: readonly DraftSection[]): NonNullable<StatusPageInput['sections']> {
  return sections.map(({ key: _, name, ...section }) => ({ ...section, name: name.trim() }))
}

/** With one more at the end, under a key that none of the others has. */
export function withSection(sections: readonly DraftSection[], name: string): readonly DraftSection[] {
  const key = String(Math.max(-1, ...sections.map((section) => Number(section.key))) + 1)
  return [...sections, { key, name, isCollapsed: false, monitors: [] }]
}

export function changeSection(
  sections: readonly DraftSection[],
  at: number,
  change: Partial<StatusSectionJson>,
): readonly DraftSection[] {
  return sections.map((section, place) => (place === at ? { ...section, ...change } : section))
}

/** The section stands at `to` then; the same list where it cannot. */
export function moveSection(sections: readonly DraftSection[], from: number, to: number): readonly DraftSection[] {
  const moved = sections[from]
  if (moved === undefined || to < 0 || to >= sections.length || to === from) return sections
  const rest = sections.filter((_, at) => at !== from)
  return [...rest.slice(0, to), moved, ...rest.slice(to)]
}

/** The monitor stands before whatever is at `to` now; behind the last for any larger place. */
export function moveMonitor(sections: readonly DraftSection[], from: Place, to: Place): readonly DraftSection[] {
  const moved = sections[from.section]?.monitors[from.at]
  if (moved === undefined || sections[to.section] === undefined) return sections
  return sections.map((section, place) => {
    const before = place === to.section ? section.monitors.slice(0, to.at) : section.monitors
    const after = place === to.section ? section.monitors.slice(to.at) : []
    const without = (monitors: readonly ShownMonitor[]) => monitors.filter((monitor) => monitor !== moved)
    const here = place === to.section ? [moved] : []
    return { ...section, monitors: [...without(before), ...here, ...without(after)] }
  })
}

/** One step up or down, over the edge of a section into its neighbour; null where there is nowhere to go. */
export function stepOf(sections: readonly DraftSection[], { section, at }: Place, by: -1 | 1): Place | null {
  const own = sections[section]
  const next = sections[section + by]
  if (own === undefined) return null
  if (by === -1 && at > 0) return { section, at: at - 1 }
  // Before the one behind the next.
  if (by === 1 && at < own.monitors.length - 1) return { section, at: at + 2 }
  if (next === undefined) return null
  return { section: section + by, at: by === 1 ? 0 : next.monitors.length }
}
