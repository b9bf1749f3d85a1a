import { EmptyState } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Page, usePageTitle } from './page.js'

/** An address that leads nowhere. */
export function NotFoundScreen() {
  usePageTitle('Not found')
  return (
    <Page title="Not found">
      <EmptyState
        icon="search"
        title="There is nothing at this address"
        action={
          <AppLinkButton to={paths.home()} variant="primary">
            To the issues
          </AppLinkButton>
        }
      >
        It was deleted or moved, the address has a slip in it, or you have no access to it.
      </EmptyState>
    </Page>
  )
}
