export { ShortcutsScreen as default } from '@mishap/ui-components'
