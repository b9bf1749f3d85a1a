import { Button } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { useGrantWizard } from '../provider/use-profile.js'
import { useMe } from '../provider/use-queries.js'
import { Form, FormActions } from '../setup/form.js'
import { Loaded } from './loaded.js'
import { NarrowPage, NarrowText } from './narrow-page.js'

export interface WizardScreenProps {
  /** What the set-up program put at the end of the address; it waits with it. */
  readonly hash: string
}

/** Where `npx @sentry/wizard` sends the reader: a yes gives it a token, which only the program with this hash gets. */
export function WizardScreen({ hash }: WizardScreenProps) {
  const me = useMe()
  const grant = useGrantWizard()
  if (grant.isSuccess)
    return (
      <NarrowPage title="Go back to your terminal">
        <NarrowText>
          <p>The set-up program has its token and goes on by itself. You can close this page.</p>
          <AppLinkButton to={paths.tokens()}>Your API tokens</AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Let a set-up program in?">
      <Loaded query={me}>
        {(user) => (
          <Form onSubmit={() => grant.mutate(hash)} error={grant.error}>
            <NarrowText>
              <p>
                A program such as <code>npx @sentry/wizard</code> waits for your yes. It will see the projects and DSNs
                of <bdi>{user.email}</bdi>, and get an API token that can upload releases and source maps, nothing else.
              </p>
              <p>Say yes only if you started it yourself, just now.</p>
            </NarrowText>
            <FormActions>
              <Button type="submit" variant="primary" busy={grant.isPending}>
                Yes, let it in
              </Button>
              <AppLinkButton to={paths.home()}>No</AppLinkButton>
            </FormActions>
          </Form>
        )}
      </Loaded>
    </NarrowPage>
  )
}
