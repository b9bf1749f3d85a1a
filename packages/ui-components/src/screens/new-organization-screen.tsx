import { Card } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { OrganizationForm } from '../setup/organization-form.js'
import { Entrance } from '../shell/entrance.js'
import { Page, usePageTitle } from './page.js'

/** Makes an organization and goes on to its first project. */
export function NewOrganizationScreen() {
  const { navigate } = useNavigation()
  usePageTitle('New organization')
  return (
    <Entrance isNarrow>
      <Page title="New organization">
        <Card>
          <OrganizationForm onDone={({ slug }) => navigate(paths.newProject(slug))} />
        </Card>
      </Page>
    </Entrance>
  )
}
