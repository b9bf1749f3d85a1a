import { Button, Card, EmptyState, useClock, useNow } from '../primitives/index.js'
import { AppLinkButton } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useMay } from '../provider/use-project-settings.js'
import { Loaded } from '../screens/loaded.js'
import { AlertFilters } from './alert-filters.js'
import { AlertList } from './alert-list.js'
import { type AlertParams, decodeAlerts, encodeAlerts, findRules, NO_ALERT_FILTERS } from './alert-params.js'
import { AlertsPage } from './alerts-page.js'
import { CoverageLint } from './coverage-lint.js'
import { NoAlerts } from './no-alerts.js'
import { ruleSentence } from './rule-words.js'
import { Silenced } from './silenced.js'
import { useAlertCoverage, useRules } from './use-alerts.js'
import { useNameOf } from './use-names.js'

/** Whom an organization tells of what, whether that works, and what nobody would hear of. */
export function AlertsScreen({ org }: { readonly org: string }) {
  const navigation = useNavigation()
  const params = decodeAlerts(navigation.useLocation().search)
  const rules = useRules(org)
  const coverage = useAlertCoverage(org)
  const mayWrite = useMay(org, 'project:write')
  const { locale } = useClock()
  const nameOf = useNameOf(org)
  const now = useNow(60_000)
  const change = (part: Partial<AlertParams>, isTyping = false) =>
    navigation.navigate(paths.alerts(org, encodeAlerts({ ...params, ...part })), isTyping ? { replace: true } : {})
  return (
    <AlertsPage
      org={org}
      title="Alerts"
      actions={
        mayWrite ? (
          <AppLinkButton to={paths.newAlert(org)} variant="primary" icon="plus">
            New rule
          </AppLinkButton>
        ) : undefined
      }
    >
      <Silenced org={org} />
      {coverage.data === undefined ? null : <CoverageLint org={org} coverage={coverage.data} />}
      <Loaded query={rules} lines={6} height={56}>
        {(all) => {
          if (all.length === 0)
            return (
              <Card>
                <NoAlerts org={org} />
              </Card>
            )
          const sentenceOf = (rule: (typeof all)[number]) => ruleSentence(rule, { locale, nameOf })
          const found = findRules(all, params, { now, sentenceOf })
          return (
            <Card isFlush>
              <AlertFilters rules={all} params={params} onChange={change} />
              {found.length === 0 ? (
                <EmptyState
                  icon="search"
                  title="No rule like that"
                  action={<Button onClick={() => change(NO_ALERT_FILTERS)}>Show all {all.length}</Button>}
                />
              ) : (
                <AlertList org={org} rules={found} />
              )}
            </Card>
          )
        }}
      </Loaded>
    </AlertsPage>
  )
}
