import { Button, Card, Chip, EmptyState, Field, Select } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { Pager } from '../screens/pager.js'
import { ProjectChoice } from '../screens/project-choice.js'
import css from './alert-list.module.css'
import { AlertsPage } from './alerts-page.js'
import { DeliveryLog } from './delivery-log.js'
import { decodeLog, encodeLog, LOG_STATES, type LogParams, logQuery } from './log-params.js'
import { ruleName } from './rule-actions.js'
import { useRules } from './use-alerts.js'

const STATE_WORDS = { pending: 'Waiting', sent: 'Sent', failed: 'Not delivered', superseded: 'Overtaken' } as const

/** What alerts of an organization told, and what became of it. */
export function AlertLogScreen({ org }: { readonly org: string }) {
  const navigation = useNavigation()
  const params = decodeLog(navigation.useLocation().search)
  const to = (part: Partial<LogParams>) => paths.alertLog(org, encodeLog({ ...params, cursor: null, ...part }))
  const change = (part: Partial<LogParams>) => navigation.navigate(to(part))
  const isNarrowed = params.state !== null || params.project !== '' || params.alert !== ''
  return (
    <AlertsPage org={org} title="Log of alerts">
      <Card isFlush>
        <Filters org={org} params={params} onChange={change} />
        <DeliveryLog
          org={org}
          query={logQuery(params)}
          cursor={params.cursor}
          pager={({ previous, next }) => (
            <Pager label="Pages of messages" previous={previous} next={next} to={(cursor) => to({ cursor })} />
          )}
          empty={
            isNarrowed ? (
              <EmptyState
                icon="search"
                title={params.state === 'failed' ? 'Everything was delivered' : 'No message like that'}
                action={
                  <Button onClick={() => change({ state: null, project: '', alert: '' })}>Show all messages</Button>
                }
              />
            ) : (
              <EmptyState icon="bell" title="Nobody was told of anything yet">
                What rules tell stands here for 30 days: to whom, whether it was taken, and what was answered.
              </EmptyState>
            )
          }
        />
      </Card>
    </AlertsPage>
  )
}

interface FiltersProps {
  readonly org: string
  readonly params: LogParams
  readonly onChange: (part: Partial<LogParams>) => void
}

function Filters({ org, params, onChange }: FiltersProps) {
  const rules = useRules(org).data ?? []
  const projects = new Map(rules.map(({ project }) => [project.slug, project.name]))
  const own = rules.filter(({ project }) => params.project === '' || project.slug === params.project)
  return (
    <div className={css.filters}>
      <fieldset aria-label="State" className={css.states}>
        {LOG_STATES.map((state) => (
          <Chip
            key={state}
            isPressed={params.state === state}
            onPress={() => onChange({ state: params.state === state ? null : state })}
          >
            {STATE_WORDS[state]}
          </Chip>
        ))}
      </fieldset>
      <ProjectChoice
        projects={projects}
        value={params.project}
        className={css.choice}
        onChange={(project) => onChange({ project, alert: '' })}
      />
      <Field label="Rule" isLabelHidden className={css.choice}>
        <Select value={params.alert} onChange={(event) => onChange({ alert: event.target.value })}>
          <option value="">Every rule</option>
          {own.map((rule) => (
            <option key={rule.id} value={rule.id}>
              {ruleName(rule)}
            </option>
          ))}
          {params.alert === '' || own.some(({ id }) => String(id) === params.alert) ? null : (
            <option value={params.alert}>Another rule</option>
          )}
        </Select>
      </Field>
    </div>
  )
}
