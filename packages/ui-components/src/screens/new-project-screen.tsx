import { Card } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useMay } from '../provider/use-project-settings.js'
import { ProjectForm } from '../setup/project-form.js'
import { Page, usePageTitle } from './page.js'
import { WhoCanHelp } from './who-can-help.js'

/** Makes a project and goes on to how it reports. */
export function NewProjectScreen({ org }: { readonly org: string }) {
  const { navigate } = useNavigation()
  const mayCreate = useMay(org, 'project:admin')
  usePageTitle('New project', org)
  return (
    <Page title="New project" isNarrow>
      {mayCreate ? (
        <Card>
          <ProjectForm org={org} onDone={({ slug }) => navigate(paths.projectSetup(org, slug))} />
        </Card>
      ) : (
        <WhoCanHelp org={org} least="admin">
          Members do not make projects; admins, managers and owners do.
        </WhoCanHelp>
      )}
    </Page>
  )
}
