import { Button, ErrorState, Skeleton } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { statusOf } from '../provider/query-client.js'
import { useAcceptInvitation, useInvitation } from '../provider/use-entrance.js'
import { useSession, useSettings } from '../provider/use-queries.js'
import { Form, FormActions } from '../setup/form.js'
import { ProviderButtons } from '../sign-in/provider-buttons.js'
import css from '../sign-in/sign-in.module.css'
import { InvitedAccountForm } from './invited-account-form.js'
import { NarrowPage, NarrowText } from './narrow-page.js'

export interface InvitationScreenProps {
  /** The two ends of the link. */
  readonly id: string
  readonly token: string
}

/** What the link of an invitation leads to: joins with the account that is there, or with a new one. */
export function InvitationScreen({ id, token }: InvitationScreenProps) {
  const { navigation } = useMishap()
  const invitation = useInvitation({ id, token })
  const session = useSession()
  const accept = useAcceptInvitation({ id, token })
  const byPassword = useSettings().data?.passwordLogin !== false

  if (statusOf(invitation.error) === 403 || statusOf(invitation.error) === 404)
    return (
      <NarrowPage title="This invitation no longer works">
        <NarrowText>
          <p>
            It was accepted, withdrawn or sent again, or is older than fifteen days. Whoever invited you can do so
            again.
          </p>
          <AppLinkButton to={paths.home()}>Go on</AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  if (invitation.data === undefined || session.data === undefined)
    return (
      <NarrowPage title="An invitation">
        {invitation.error === null ? (
          <Skeleton lines={3} height={24} />
        ) : (
          <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} />
        )}
      </NarrowPage>
    )

  const { organization, orgRole, email } = invitation.data.orgUser
  const join = () => navigation.navigate(paths.issues(organization.slug), { replace: true })
  const { user } = session.data
  const invited = (
    <p>
      You are invited to <bdi>{organization.name}</bdi> as {orgRole}.
    </p>
  )
  return (
    <NarrowPage title={`Join ${organization.name}`}>
      {user === null ? (
        <>
          {byPassword ? (
            <InvitedAccountForm id={id} token={token} email={email} onDone={join}>
              {invited}
            </InvitedAccountForm>
          ) : (
            <div className={css.lead}>{invited}</div>
          )}
          <ProviderButtons next={paths.invitation(id, token)} isBelowForm={byPassword} />
        </>
      ) : (
        <Form onSubmit={() => accept.mutate(undefined, { onSuccess: join })} error={accept.error} fields={[]}>
          <p>
            You are invited to <bdi>{organization.name}</bdi> as {orgRole}, and signed in as <bdi>{user.email}</bdi>.
          </p>
          <FormActions>
            <Button type="submit" variant="primary" busy={accept.isPending}>
              Join
            </Button>
          </FormActions>
        </Form>
      )}
    </NarrowPage>
  )
}
