import type { IssueHashStorage } from '../../ports/issue-hashes.js'
import { projectRow } from './project-rows.js'
import type { State } from './state.js'

export function memoryIssueHashes(state: State): IssueHashStorage {
  return {
    async adoptHashes(organizationId, projectId, adopted) {
      const project = projectRow(state, organizationId, projectId)
      let given = 0
      for (const { hash, issueId } of adopted) {
        const issue = state.issues.get(issueId)?.issue
        if (project === null || project.hashes.has(hash) || project.splits.has(hash) || issue?.projectId !== projectId)
          continue
        project.hashes.set(hash, issue.mergedInto ?? issueId)
        given += 1
      }
      return given
    },
    async splitHashes(organizationId, projectId) {
      return new Set(projectRow(state, organizationId, projectId)?.splits.keys())
    },
    async splitAlike(organizationId, projectId, hashes) {
      const project = projectRow(state, organizationId, projectId)
      for (const { hash, as } of hashes) {
        const split = project?.splits.get(as)
        if (project === null || split === undefined || project.hashes.has(hash) || project.splits.has(hash)) continue
        project.splits.set(hash, split)
      }
    },
  }
}
