import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { notFound } from '../orgs/access.js'
import { mayDo } from '../orgs/roles.js'
import type { Activity } from '../ports/issue-state.js'
import type { Id, Issue, Page, PageRequest } from '../ports/model.js'
import { tellChanged } from './change.js'
import { parseMentions } from './mentions.js'
import type { Editor } from './work.js'

type Place = Pick<Issue, 'organizationId' | 'id'>

/** Adds a comment; whom it mentions follows the issue from then on. */
export async function addComment(context: Context, issue: Place, text: string, editor: Editor): Promise<Activity> {
  const mentions = await mentionedIn(context, issue.organizationId, text)
  const comment = await context.storage.issues.comment(issue.organizationId, issue.id, { text, mentions }, editor)
  if (comment === null) throw notFound('issue')
  await tellOf(context, issue)
  return comment
}

/** Rejects with `forbidden` unless it is the editor's own. */
export async function editComment(
  context: Context,
  issue: Place,
  id: Id,
  text: string,
  editor: Editor,
): Promise<Activity> {
  const before = await openComment(context, issue, id)
  if (before.userId !== editor.userId) throw new AppError('forbidden', 'A comment is changed only by who wrote it.')
  const mentions = await mentionedIn(context, issue.organizationId, text)
  const { storage } = context
  const after = await storage.issues.editComment(issue.organizationId, issue.id, id, { text, mentions }, editor.at)
  if (after === null) throw notFound('comment')
  await tellOf(context, issue)
  return after
}

/** Rejects with `forbidden` unless it is the editor's own, or the editor may moderate. */
export async function deleteComment(context: Context, issue: Place, id: Id, editor: Editor): Promise<void> {
  const before = await openComment(context, issue, id)
  const { storage } = context
  const membership = await storage.organizations.membership(issue.organizationId, editor.userId)
  if (before.userId !== editor.userId && (membership === null || !mayDo(membership.role, 'comment.moderate')))
    throw new AppError('forbidden', 'A comment is deleted only by who wrote it, or by an admin of the organization.')
  if (!(await storage.issues.deleteComment(issue.organizationId, issue.id, id))) throw notFound('comment')
  await tellOf(context, issue)
}

export function listComments({ storage }: Context, issue: Place, page: PageRequest): Promise<Page<Activity>> {
  return storage.issues.activity(issue.organizationId, issue.id, page, ['note'])
}

async function openComment({ storage }: Context, issue: Place, id: Id): Promise<Activity> {
  const comment = await storage.issues.getComment(issue.organizationId, issue.id, id)
  if (comment === null) throw notFound('comment')
  return comment
}

function tellOf(context: Context, { organizationId, id }: Place): Promise<void> {
  return tellChanged(context, { organizationId, projectIds: null }, [id])
}

/** The members of the organization whom the text names. */
async function mentionedIn({ storage }: Context, organizationId: Id, text: string): Promise<readonly Id[]> {
  const { userIds, emails, words } = parseMentions(text)
  if (userIds.length + emails.length + words.length === 0) return []
  const found = new Set<Id>()
  const [ids, addresses, names] = [new Set(userIds), new Set(emails), new Set(words)]
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof storage.organizations.listMembers>> = await storage.organizations.listMembers(
      organizationId,
      { limit: 100, cursor },
    )
    for (const { user } of page.items) {
      const email = user.email.toLowerCase()
      const isNamed =
        ids.has(user.id) ||
        addresses.has(email) ||
        names.has(email.slice(0, email.indexOf('@'))) ||
        names.has(user.name.toLowerCase().replaceAll(' ', '.'))
      if (isNamed) found.add(user.id)
    }
    cursor = page.next
  } while (cursor !== null)
  return [...found]
}
