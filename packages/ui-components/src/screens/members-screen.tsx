import type { MemberDetailJson, OrganizationDetailJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { useState } from 'react'
import { Button, Card, EmptyState, Field, ProgressBar, Select, TextInput, useToast } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { useMemberPage, useResendInvitation } from '../provider/use-organization.js'
import { useMe, useSettings } from '../provider/use-queries.js'
import { InviteForm } from './invite-form.js'
import { type Invited, InvitedList } from './invited-list.js'
import { Loaded } from './loaded.js'
import { RemovalDialog, RoleDialog } from './member-dialogs.js'
import { decodeMembers, encodeMembers, type MemberParams, memberQuery } from './member-params.js'
import { MemberRow, type MemberTask } from './member-row.js'
import css from './members.module.css'
import { OrganizationPage, type OrganizationScreenProps } from './organization-page.js'
import { Pager } from './pager.js'
import { ownRole, ROLES } from './roles.js'
import { WhoCanHelp } from './who-can-help.js'

/** Who is in an organization: invited, ranked, removed. */
export function MembersScreen({ org }: OrganizationScreenProps) {
  return (
    <OrganizationPage org={org} title="Members">
      {(organization) => <Members organization={organization} />}
    </OrganizationPage>
  )
}

function Members({ organization }: { readonly organization: OrganizationDetailJson }) {
  const { slug: org, teams } = organization
  const [isInviting, setIsInviting] = useState(false)
  const [invited, setInvited] = useState<readonly Invited[]>([])
  const settings = useSettings()
  const mayInvite = organization.access.includes('member:write')
  return (
    <>
      {mayInvite ? null : (
        <WhoCanHelp org={org} least="manager">
          Only managers and owners invite people and change what they may do.
        </WhoCanHelp>
      )}
      {invited.length === 0 ? null : <InvitedList invited={invited} onClose={() => setInvited([])} />}
      {isInviting ? (
        <Card title="Invite people">
          <InviteForm
            org={org}
            teams={teams}
            own={ownRole(organization)}
            canSendMail={settings.data?.canSendMail ?? false}
            onCancel={() => setIsInviting(false)}
            onDone={(answers) => {
              setInvited(answers)
              setIsInviting(false)
            }}
          />
        </Card>
      ) : null}
      {mayInvite && !isInviting ? (
        <div>
          <Button variant="primary" icon="plus" onClick={() => setIsInviting(true)}>
            Invite people
          </Button>
        </div>
      ) : null}
      <MemberList organization={organization} onInvited={setInvited} />
    </>
  )
}

interface MemberListProps {
  readonly organization: OrganizationDetailJson
  readonly onInvited: (invited: readonly Invited[]) => void
}

function MemberList({ organization, onInvited }: MemberListProps) {
  const { slug: org, access } = organization
  const navigation = useNavigation()
  const { path, search } = navigation.useLocation()
  const params = decodeMembers(search)
  const members = useMemberPage(org, memberQuery(params))
  const me = useMe()
  const own = ownRole(organization)
  const [task, setTask] = useState<{ readonly kind: MemberTask; readonly member: MemberDetailJson } | null>(null)
  const resend = useResendInvitation(org)
  const toast = useToast()
  const to = (change: Partial<MemberParams>) => path + encodeMembers({ ...params, cursor: null, ...change })
  const begin = (kind: MemberTask, member: MemberDetailJson) => {
    if (kind !== 'resend') return setTask({ kind, member })
    resend.mutate(member.id, {
      onSuccess: ({ inviteLink, email }) => onInvited([{ email, link: inviteLink, error: null }]),
      onError: (error) => toast.show({ message: `Nobody was invited: ${error.message}`, tone: 'danger' }),
    })
  }
  const isSelf = (member: MemberDetailJson) => member.user !== null && member.user.id === me.data?.id
  const mayChange = access.includes('member:write')
  return (
    <Card isFlush>
      <search className={css.tools}>
        <Field label="Find" className={css.search}>
          <TextInput
            type="search"
            icon="search"
            placeholder="Name or address"
            defaultValue={params.query}
            onChange={(event) => navigation.navigate(to({ query: event.target.value.trim() }), { replace: true })}
          />
        </Field>
        <Field label="Role" className={css.filter}>
          <Select
            value={params.role ?? ''}
            onChange={(event) => {
              const role = ROLES.find((one) => one.role === event.target.value)?.role ?? null
              navigation.navigate(to({ role }))
            }}
          >
            <option value="">Any</option>
            {ROLES.map(({ role, name }) => (
              <option key={role} value={role}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <p role="status" className={css.count}>
          {members.data?.hits == null ? null : counted(members.data.hits, 'person', 'people')}
        </p>
      </search>
      {members.isPlaceholderData ? <ProgressBar label="Loading other members" /> : null}
      <Loaded query={members} lines={6} height={44}>
        {({ items, previous, next }) => (
          <>
            {items.length === 0 ? (
              <EmptyState
                icon="users"
                title="Nobody like that"
                action={
                  <Button onClick={() => navigation.navigate(to({ query: '', role: null }))}>Show everybody</Button>
                }
              />
            ) : null}
            <ul>
              {items.map((member) => (
                <MemberRow
                  key={member.id}
                  member={member}
                  own={own}
                  isSelf={isSelf(member)}
                  onTask={mayChange ? (kind) => begin(kind, member) : undefined}
                />
              ))}
            </ul>
            <Pager label="Pages of members" previous={previous} next={next} to={(cursor) => to({ cursor })} />
          </>
        )}
      </Loaded>
      {task?.kind === 'role' ? (
        <RoleDialog org={org} member={task.member} own={own} onClose={() => setTask(null)} />
      ) : null}
      {task?.kind === 'remove' ? (
        <RemovalDialog org={org} member={task.member} isSelf={isSelf(task.member)} onClose={() => setTask(null)} />
      ) : null}
    </Card>
  )
}
