import type { InvitationJson } from '../../client/member-types.js'
import { userOf } from '../../orgs/access.js'
import { acceptInvitation, openInvitation } from '../../orgs/invitations.js'
import type { Member } from '../../ports/members.js'
import type { Organization } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { aboutMember, record } from '../audit.js'
import { boolean, readFields } from '../input.js'
import { memberJson } from '../json/members.js'
import { organizationJson } from '../json/organizations.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ACCOUNT, PUBLIC } from './rules.js'

const PATH = '/api/0/accept/:invitation/:token/'

/** What the link of an invitation leads to. Its secret opens it, whoever is signed in. */
export const invitationRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getInvitation', auth: PUBLIC, handle: get },
  { method: 'POST', path: PATH, operation: 'acceptInvitation', auth: ACCOUNT, handle: accept },
]

async function get(call: Call): Promise<HttpResponse> {
  const { member, organization } = await open(call)
  return jsonResponse(200, invitationJson(member, organization, false))
}

/** The address of the account need not be the one that was invited: the link is what counts. */
async function accept(call: Call): Promise<HttpResponse> {
  const { context, actor, params } = call
  const { member, organization } = await open(call)
  const { acceptInvite } = readFields(await call.json(), { acceptInvite: boolean })
  if (!acceptInvite) return jsonResponse(200, invitationJson(member, organization, false))
  await acceptInvitation(context, userOf(actor), { id: params.invitation ?? '', token: params.token ?? '' })
  const joined = (await context.storage.members.get(organization.id, member.id)) ?? member
  await record(call, { ...aboutMember(joined), action: 'member.joined', after: { role: joined.role } })
  return jsonResponse(200, invitationJson(joined, organization, true))
}

function open({ context, params }: Call) {
  return openInvitation(context, params.invitation ?? '', params.token ?? '')
}

function invitationJson(member: Member, organization: Organization, acceptInvite: boolean): InvitationJson {
  return { acceptInvite, orgUser: { ...memberJson(member), organization: organizationJson(organization) } }
}
