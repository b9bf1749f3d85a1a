import { Card } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useMe, useSettings } from '../provider/use-queries.js'
import { OrganizationForm } from '../setup/organization-form.js'
import { Entrance } from '../shell/entrance.js'
import { NarrowText } from './narrow-page.js'
import { Page, usePageTitle } from './page.js'

/** Makes an organization and goes on to its first project, where that is open to the reader. */
export function NewOrganizationScreen() {
  const { navigate } = useNavigation()
  const settings = useSettings()
  const me = useMe()
  usePageTitle('New organization')
  const isClosed = settings.data?.enableOrganizationCreation === false && me.data?.isSuperuser === false
  return (
    <Entrance isNarrow>
      <Page title="New organization">
        <Card>
          {isClosed ? (
            <NarrowText>
              <p>
                Here whoever runs the server makes organizations. Ask them for one, or ask a manager of one that is
                there to invite you.
              </p>
              <AppLinkButton to={paths.account()}>Your account</AppLinkButton>
            </NarrowText>
          ) : (
            <OrganizationForm onDone={({ slug }) => navigate(paths.newProject(slug))} />
          )}
        </Card>
      </Page>
    </Entrance>
  )
}
