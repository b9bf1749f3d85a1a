import type { SourceKind } from './remote.js'

/** Where the API of GlitchTip, which is ours as well, and Sentry's have other addresses for one thing. */
export interface Dialect {
  /** All issues of a project, whatever their state: Sentry leaves resolved ones out unless it is asked with an empty search. */
  issuesQuery(projectId: string): Readonly<Record<string, string>>
  /** `event`: an id of the SDK's, or `latest`. https://docs.sentry.io/api/events/retrieve-an-issue-event/ */
  event(place: { readonly org: string; readonly issue: string; readonly event: string }): string
  /** The ids of the newest events of an issue. */
  events(place: { readonly org: string; readonly issue: string }): string
  /** The document as the SDK sent it. */
  document(place: {
    readonly org: string
    readonly project: string
    readonly issue: string
    readonly event: string
  }): string
  /** Things with no place here: what they are called, and where they are listed. `org` or `org/project` is put in front. */
  readonly others: readonly { readonly kind: string; readonly of: 'organization' | 'project'; readonly path: string }[]
}

const GLITCHTIP: Dialect = {
  issuesQuery: (project) => ({ project, query: '' }),
  event: ({ issue, event }) => `issues/${issue}/events/${event}/`,
  events: ({ issue }) => `issues/${issue}/events/`,
  document: ({ org, issue, event }) => `organizations/${org}/issues/${issue}/events/${event}/json/`,
  others: [],
}

const SENTRY: Dialect = {
  issuesQuery: (project) => ({ project, query: '', statsPeriod: '90d' }),
  event: ({ org, issue, event }) => `organizations/${org}/issues/${issue}/events/${event}/`,
  events: ({ org, issue }) => `organizations/${org}/issues/${issue}/events/`,
  document: ({ org, project, event }) => `projects/${org}/${project}/events/${event}/json/`,
  others: [
    { kind: 'monitors', of: 'organization', path: 'monitors/' },
    { kind: 'metric alerts', of: 'organization', path: 'alert-rules/' },
    { kind: 'alert rules', of: 'project', path: 'rules/' },
  ],
}

export const DIALECTS: Readonly<Record<SourceKind, Dialect>> = { glitchtip: GLITCHTIP, sentry: SENTRY }
