import { Button } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { statusOf } from '../provider/query-client.js'
import { useConfirmEmail } from '../provider/use-entrance.js'
import { Form, FormActions } from '../setup/form.js'
import { NarrowPage, NarrowText } from './narrow-page.js'

export interface ConfirmEmailScreenProps {
  /** The end of the link in the mail. */
  readonly token: string
}

/** What the link of a mail leads to: says yes to an address. Only a click does it, for mail programs open links too. */
export function ConfirmEmailScreen({ token }: ConfirmEmailScreenProps) {
  const confirm = useConfirmEmail()
  if (confirm.isSuccess)
    return (
      <NarrowPage title="Your address is confirmed">
        <NarrowText>
          <AppLinkButton to={paths.home()} variant="primary">
            Go on
          </AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  if ([400, 404, 409].includes(statusOf(confirm.error) ?? 0))
    return (
      <NarrowPage title="This link no longer works">
        <NarrowText>
          <p>It was used, is older than three days, or was not copied whole from the mail.</p>
          <AppLinkButton to={paths.home()}>Go on</AppLinkButton>
        </NarrowText>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Confirm your address">
      <Form onSubmit={() => confirm.mutate(token)} error={confirm.error} fields={[]}>
        <p>Mishap writes to an address only after somebody there has said yes.</p>
        <FormActions>
          <Button type="submit" variant="primary" busy={confirm.isPending}>
            Confirm
          </Button>
        </FormActions>
      </Form>
    </NarrowPage>
  )
}
