import { SetupWizard } from '../setup/setup-wizard.js'
import { Entrance } from '../shell/entrance.js'
import { usePageTitle } from './page.js'

/** From an empty server to its first event. */
export function SetupScreen() {
  usePageTitle('Set up')
  return (
    <Entrance>
      <SetupWizard />
    </Entrance>
  )
}
