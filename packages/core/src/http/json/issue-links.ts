import type { IssueLinkJson } from '../../client/integration-types.js'
import type { People } from '../../issues/people.js'
import type { IssueLink } from '../../ports/issue-links.js'

export function issueLinkJson(link: IssueLink, people: People): IssueLinkJson {
  const { id, kind, key, title, url, status } = link
  const person = people.person(link.createdBy)
  return {
    ...{ id, integrationID: link.integrationId ?? '', kind, key, title, status },
    // Told by a tracker: nothing but an address of the web is opened.
    url: /^https?:\/\//i.test(url) ? url : '',
    created: link.createdAt.toISOString(),
    createdBy: person === null ? null : person.name || person.email,
  }
}
