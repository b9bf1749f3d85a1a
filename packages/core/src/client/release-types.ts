/** A version of what an organization ships. */
export interface ReleaseJson {
  version: string
  shortVersion: string
  status: 'open' | 'archived'
  /** What it was built of: a commit, a tag, a branch. */
  ref: string | null
  url: string | null
  dateCreated: string
  dateStarted: string | null
  /** Null while nobody has said that it is out. */
  dateReleased: string | null
  data: Record<string, unknown>
  commitCount: number
  deployCount: number
  /** Issues that began with it; of a route of a project those of that project. */
  newGroups: number
  /** Of its first and its newest event; up to a minute old. */
  firstEvent: string | null
  lastEvent: string | null
  lastCommit: LastCommitJson | null
  lastDeploy: DeployJson | null
  repository: { id: string; name: string } | null
  projects: ReleaseProjectJson[]
}

export interface ReleaseProjectJson {
  id: string
  slug: string
  name: string
  platform: string | null
  newGroups: number
}

export interface LastCommitJson {
  id: string
  message: string
  dateCreated: string
  authorName: string
  authorEmail: string
  /** The same once more, as Sentry has it. */
  author: { name: string; email: string }
  repository: { name: string } | null
}

export interface CommitJson extends LastCommitJson {
  /** What it changed; `A`dded, `M`odified, `D`eleted. At most 200 files. */
  patchSet: { path: string; type: 'A' | 'M' | 'D' }[]
}

/** One of the newest first, at most 1,000. Keys may be written in snake_case as well. */
export interface CommitInput {
  readonly id: string
  readonly message?: string | null
  readonly authorName?: string | null
  readonly authorEmail?: string | null
  /** ISO 8601; now unless given. */
  readonly timestamp?: string | null
  readonly repository?: string | null
  readonly patchSet?: readonly { readonly path: string; readonly type: 'A' | 'M' | 'D' }[] | null
}

export interface DeployJson {
  id: number
  environment: string
  name: string
  url: string
  dateStarted: string | null
  dateFinished: string
  dateCreated: string
}

export interface DeployInput {
  readonly environment: string
  readonly name?: string | null
  readonly url?: string | null
  readonly dateStarted?: string | null
  /** Now unless given. */
  readonly dateFinished?: string | null
}

/** What is given is set, also of a release that is there. */
export interface ReleaseChange {
  readonly ref?: string | null
  readonly url?: string | null
  readonly dateStarted?: string | null
  readonly dateReleased?: string | null
  readonly status?: 'open' | 'archived'
  readonly data?: Readonly<Record<string, unknown>>
  /** Replace those that it has. */
  readonly commits?: readonly CommitInput[]
  /** Where each repository stood, instead of commits. */
  readonly refs?: readonly { readonly repository: string; readonly commit: string }[]
}

export interface RepositoryJson {
  id: string
  name: string
  url: string
  status: string
  provider: Record<string, unknown>
  dateCreated: string
}
