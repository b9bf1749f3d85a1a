import { ReleaseScreen } from '@mishap/ui-components'
import { lastSegment } from '../last-segment.js'

/** Its version is read from the address itself: the router undoes some escapes and leaves others. */
export default function Release({ org }: { readonly org: string }) {
  return <ReleaseScreen org={org} version={lastSegment(location.pathname)} />
}
