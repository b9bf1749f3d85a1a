import { AppLinkButton } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { type Way, Ways } from '../screens/ways.js'

const WAYS: readonly (Omit<Way, 'to'> & { readonly type: string })[] = [
  {
    ...{ type: 'HTTP', icon: 'globe', title: 'A site or an API' },
    about: 'It is asked every minute: is the status right, is the text there, how long did it take?',
  },
  {
    ...{ type: 'Cron', icon: 'clock', title: 'A job that runs at its time' },
    about: 'It says when it begins and ends. You see what came late, failed or never came.',
  },
  {
    ...{ type: 'Heartbeat', icon: 'pulse', title: 'Something that should live' },
    about: 'It calls an address now and then. When it falls silent, it is down.',
  },
  {
    ...{ type: 'SSL', icon: 'key', title: 'A certificate' },
    about: 'You hear of it weeks before it ends, and when it is not good for the host.',
  },
]

/** Nothing is watched yet: what could be, and how to begin. */
export function NoMonitors({ org }: { readonly org: string }) {
  return (
    <Ways
      title="What should be looked after?"
      lead="A monitor looks at something every so many seconds and remembers how it was. Choose one to begin with; it is tried before it is saved."
      ways={WAYS.map(({ type, ...way }) => ({ ...way, to: paths.newMonitor(org, `?type=${type}`) }))}
    >
      <AppLinkButton to={paths.newMonitor(org)}>All types</AppLinkButton>
    </Ways>
  )
}
