import { paths } from '../provider/paths.js'
import { type Way, Ways } from '../screens/ways.js'

const WAYS: readonly (Omit<Way, 'to'> & { readonly start: string })[] = [
  {
    ...{ start: 'new', icon: 'bug', title: 'What was never seen before' },
    about: 'New issues, and those that come back after they were resolved. A good first rule for most projects.',
  },
  {
    ...{ start: 'many', icon: 'bolt', title: 'What hits many at once' },
    about: 'An issue with so many events or users in a short time: somebody should look now.',
  },
  {
    ...{ start: 'monitors', icon: 'pulse', title: 'What is down' },
    about: 'Monitors that go down and come back, certificates near their end, jobs that did not come.',
  },
]

/** There are no rules yet: what could be told, and how to begin. `search`: of the address of the editor. */
export function NoAlerts({ org, project }: { readonly org: string; readonly project?: string }) {
  const rest = project === undefined ? '' : `&project=${encodeURIComponent(project)}`
  return (
    <Ways
      title="What should people hear of?"
      lead="A rule tells somebody when something happens: by mail, in a chat, or to another program. While you write it, you see how often it would have fired in the last 14 days."
      ways={WAYS.map(({ start, ...way }) => ({ ...way, to: paths.newAlert(org, `?start=${start}${rest}`) }))}
    />
  )
}
