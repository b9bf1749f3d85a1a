/** What Mishap works with for an organization, beside the channels of alerts. */
export type IntegrationKind = 'github' | 'gitlab' | 'jira' | 'slack'

export interface IntegrationJson {
  id: string
  kind: IntegrationKind
  name: string
  /** Of the other side, such as `https://gitlab.example.com`. */
  url: string
  /** `incomplete`: it has no token yet. */
  state: 'ok' | 'failing' | 'incomplete'
  /** What the other side said last where it fails; empty where it does not. */
  error: string
  /** The name by which the token is known there; of Jira the address of its user. */
  account: string
  hasToken: boolean
  hasWebhookSecret: boolean
  /** Where the other side tells of changes, commits and clicks. */
  webhookURL: string
  /** A resolved issue closes what it is linked to. */
  closesLinked: boolean
  /** What is closed there resolves the issue. */
  resolvesIssues: boolean
  template: IssueTemplateJson
  lastUsed: string | null
  created: string
}

/** Of what is made from an issue, with `{{ names }}`. */
export interface IssueTemplateJson {
  title: string
  body: string
}

export interface IntegrationInput {
  readonly kind: IntegrationKind
  readonly name: string
  /** GitHub's and Slack's own unless it is named. */
  readonly url?: string
  /** Of Jira: the address of the token's user. */
  readonly account?: string
  /** Kept sealed, never told; left out it stays. */
  readonly token?: string
  /** Of Slack its signing secret. Left out it stays; the others get one when they are made. */
  readonly webhookSecret?: string
  readonly closesLinked?: boolean
  readonly resolvesIssues?: boolean
  readonly template?: IssueTemplateJson
}

export interface NewIntegrationJson extends IntegrationJson {
  /** Told this once; null where the other side has one. */
  webhookSecret: string | null
}

export interface IntegrationTestJson {
  ok: boolean
  /** Who the token belongs to, or what went wrong. */
  message: string
}

/** Where issues are made or code lies: a repository, a project of a tracker, a channel. */
export interface IntegrationTargetJson {
  /** Such as `acme/web`, `WEB`, `C0123456789`. */
  id: string
  name: string
  url: string
}

/** Where the source of frames is found. */
export interface CodeMappingJson {
  id: string
  integrationID: string
  /** Slug. */
  project: string
  /** Such as `acme/web`. */
  repository: string
  /** What paths of frames begin with; empty where they are those of the repository. */
  stackRoot: string
  /** What takes its place. */
  sourceRoot: string
  /** Where the release names no commit. */
  branch: string
}

export type CodeMappingInput = Omit<CodeMappingJson, 'id'>

/** An issue of a tracker that an issue is linked to. */
export interface IssueLinkJson {
  id: string
  integrationID: string
  kind: IntegrationKind
  /** Such as `acme/web#12` or `WEB-12`. */
  key: string
  title: string
  url: string
  status: 'open' | 'closed'
  created: string
  createdBy: string | null
}

export type IssueLinkInput =
  | { readonly integrationID: string; readonly target: string; readonly title: string; readonly body: string }
  | { readonly integrationID: string /** Its key or its address. */; readonly existing: string }

/** Addresses of the sources of an event's frames. */
export interface SourceLinksJson {
  /** Of the event's release; null where it names none, and the branch is linked to. */
  commit: string | null
  links: SourceLinkJson[]
}

export interface SourceLinkJson {
  /** As in the event, from 0. */
  exception: number
  frame: number
  url: string
}
