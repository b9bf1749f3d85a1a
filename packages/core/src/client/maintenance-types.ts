/** When monitors are not judged, so that nobody is told of what was planned. */
export interface MaintenanceJson {
  id: string
  title: string
  /** Markdown, shown on status pages. */
  text: string
  window: MaintenanceWindowJson
  monitors: number[]
  /** Of groups and tags, those in them now or later. */
  groups: string[]
  tags: string[]
  isPublic: boolean
  /** It goes on now. */
  isActive: boolean
  /** The one that goes on, or the next; null where none will come. */
  next: { start: string; end: string } | null
  created: string
}

export type MaintenanceWindowJson =
  | { kind: 'single'; start: string; end: string }
  /** `days`: 1 is Monday. `time`: `HH:MM` in the time zone. */
  | { kind: 'weekly'; days: number[]; time: string; minutes: number; timezone: string; until: string | null }
  | { kind: 'cron'; cron: string; minutes: number; timezone: string; until: string | null }

export interface MaintenanceInput {
  readonly title: string
  readonly text?: string
  readonly window: MaintenanceWindowJson
  readonly monitors?: readonly number[]
  readonly groups?: readonly string[]
  readonly tags?: readonly string[]
  readonly isPublic?: boolean
}
