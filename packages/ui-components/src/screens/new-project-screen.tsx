import { Card } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { ProjectForm } from '../setup/project-form.js'
import { Page, usePageTitle } from './page.js'

export function NewProjectScreen({ org }: { readonly org: string }) {
  const { navigate } = useNavigation()
  usePageTitle('New project', org)
  return (
    <Page title="New project" isNarrow>
      <Card>
        <ProjectForm org={org} onDone={({ slug }) => navigate(paths.projectSetup(org, slug))} />
      </Card>
    </Page>
  )
}
