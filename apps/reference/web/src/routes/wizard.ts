export { WizardScreen as default } from '@mishap/ui-components'
