import type {
  GroupingChangeInput,
  GroupingPreviewJson,
  GroupingSettingsJson,
  SimilarIssueJson,
} from './grouping-types.js'
import type { Transport } from './transport.js'

/** How projects group, and what issues have in common. */
export interface GroupingClient {
  getGroupingSettings(org: string, project: string): Promise<GroupingSettingsJson>
  /**
   * Takes effect within ten seconds. Issues stay: those whose events are grouped in another way own the new hashes at
   * once. Rejects with `faults` (`RuleFaultJson`) where rules cannot be read, and saves nothing then.
   */
  updateGroupingSettings(org: string, project: string, change: GroupingChangeInput): Promise<GroupingSettingsJson>
  /** What the change would do, before it is saved. Rules with faults are left out, and the faults told. */
  previewGrouping(org: string, project: string, change: GroupingChangeInput): Promise<GroupingPreviewJson>
  /** Of the same project, the most similar first; at most ten. */
  listSimilarIssues(id: string): Promise<readonly SimilarIssueJson[]>
}

export function groupingMethods(http: Transport): GroupingClient {
  const seg = encodeURIComponent
  const path = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/grouping/`
  return {
    getGroupingSettings: (org, project) => http.json('GET', path(org, project)),
    updateGroupingSettings: (org, project, change) => http.json('PUT', path(org, project), { body: change }),
    previewGrouping: (org, project, change) => http.json('POST', `${path(org, project)}preview/`, { body: change }),
    listSimilarIssues: (id) => http.json('GET', `api/0/issues/${seg(id)}/similar/`),
  }
}
