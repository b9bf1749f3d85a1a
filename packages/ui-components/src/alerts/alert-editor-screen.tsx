import type { OrganizationAlertJson } from '@mishap/core/client'
import { useRef, useState } from 'react'
import { Button, Card, Dialog, Menu, Time, useToast } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useMay } from '../provider/use-project-settings.js'
import { useProjects } from '../provider/use-queries.js'
import { Loaded } from '../screens/loaded.js'
import { Page, usePageTitle } from '../screens/page.js'
import { type AlertDraft, draftOf, likeDraft, newDraft, STARTS } from './alert-draft.js'
import { AlertEditor, useOwnZone } from './alert-editor.js'
import css from './alert-editor.module.css'
import { CHANNEL_TYPES } from './channels.js'
import { DeliveryLog } from './delivery-log.js'
import { newRecipient } from './recipient-draft.js'
import { ruleName, useRuleActions } from './rule-actions.js'
import { StateBadges } from './state-badges.js'
import { useDeleteRule, useRule } from './use-alerts.js'

/**
 * Makes a rule: `?project=` says in which project, `?start=` what it begins with, `?like=` like which other one,
 * `?channel=` whom it tells by, in place of mail, and `?integration=` by which workspace.
 */
export function NewAlertScreen({ org }: { readonly org: string }) {
  const params = new URLSearchParams(useNavigation().useLocation().search)
  const zone = useOwnZone()
  const projects = useProjects(org)
  const like = params.get('like') ?? ''
  const wanted = params.get('project')
  const start = STARTS.find((one) => one === params.get('start')) ?? 'new'
  usePageTitle('New rule', org)
  return (
    <Page title="New rule">
      <WayBack org={org} />
      {/^\d{1,15}$/.test(like) ? (
        <LikeAnother org={org} id={Number(like)} project={wanted} />
      ) : (
        <Loaded query={projects} lines={8} height={36}>
          {({ items }) => {
            const only = items.length === 1 ? (items[0]?.slug ?? '') : ''
            const project = items.some(({ slug }) => slug === wanted) ? (wanted ?? '') : only
            const about = { project, timeZone: zone, ...toldBy(params) }
            return <AlertEditor org={org} saved={null} initial={newDraft(start, about)} />
          }}
        </Loaded>
      )}
    </Page>
  )
}

/** Whom a new rule tells, where its address says how. */
function toldBy(params: URLSearchParams): Partial<Pick<AlertDraft, 'recipients'>> {
  const channel = CHANNEL_TYPES.find((type) => type === params.get('channel'))
  if (channel === undefined) return {}
  const integration = params.get('integration') ?? ''
  const known = channel === 'slack_app' && /^\d{1,15}$/.test(integration) ? { integrationID: integration } : {}
  return { recipients: [newRecipient(channel, known)] }
}

export interface AlertScreenProps {
  readonly org: string
  readonly id: number
}

/** A rule: to change, to try, and what it told. `?project=` spares looking for it. */
export function AlertScreen({ org, id }: AlertScreenProps) {
  const params = new URLSearchParams(useNavigation().useLocation().search)
  const rule = useRule(org, { id, project: params.get('project') })
  const name = rule.data === undefined ? 'Alert' : ruleName(rule.data)
  usePageTitle(name, org)
  return (
    <Page
      title={<bdi>{name}</bdi>}
      actions={rule.data === undefined ? undefined : <RuleMenus org={org} rule={rule.data} />}
    >
      <WayBack org={org} />
      <Loaded query={rule} lines={8} height={36}>
        {(read) => <Rule org={org} rule={read} />}
      </Loaded>
    </Page>
  )
}

function Rule({ org, rule }: { readonly org: string; readonly rule: OrganizationAlertJson }) {
  const zone = useOwnZone()
  const first = useFirst(rule)
  return (
    <>
      <p className={css.facts}>
        <StateBadges alert={rule} />
        <span>
          {rule.lastFired === null ? (
            'Never fired'
          ) : (
            <>
              Fired <Time value={rule.lastFired} />
            </>
          )}
        </span>
      </p>
      <AlertEditor org={org} saved={rule} initial={draftOf(first, zone)} />
      <Card
        title="What it told"
        isFlush
        actions={<AppLink to={paths.alertLog(org, `?alert=${rule.id}`)}>All of it</AppLink>}
      >
        <DeliveryLog org={org} query={{ alert: rule.id, limit: 10 }} hasRules={false} />
      </Card>
    </>
  )
}

function RuleMenus({ org, rule }: { readonly org: string; readonly rule: OrganizationAlertJson }) {
  const navigation = useNavigation()
  const mayWrite = useMay(org, 'project:write')
  const mayDelete = useMay(org, 'project:admin')
  const { setEnabled, muteItems } = useRuleActions(org, rule)
  const [isDeleting, setIsDeleting] = useState(false)
  if (!mayWrite) return null
  const like = `?like=${rule.id}&project=${encodeURIComponent(rule.project.slug)}`
  return (
    <>
      <Button icon={rule.isEnabled ? 'pause' : 'play'} onClick={() => setEnabled(!rule.isEnabled)}>
        {rule.isEnabled ? 'Turn off' : 'Turn on'}
      </Button>
      <Menu label="Mute" icon="mute" items={muteItems} align="end" />
      <Menu
        label="More"
        isIconOnly
        variant="secondary"
        align="end"
        items={[
          {
            ...({ id: 'like', label: 'Make one like it', icon: 'copy' } as const),
            onSelect: () => navigation.navigate(paths.newAlert(org, like)),
          },
          ...(mayDelete
            ? [
                {
                  ...({ id: 'delete', label: 'Delete…', icon: 'trash', isDanger: true, startsGroup: true } as const),
                  onSelect: () => setIsDeleting(true),
                },
              ]
            : []),
        ]}
      />
      {isDeleting ? <DeleteDialog org={org} rule={rule} onClose={() => setIsDeleting(false)} /> : null}
    </>
  )
}

interface DeleteDialogProps {
  readonly org: string
  readonly rule: OrganizationAlertJson
  readonly onClose: () => void
}

/** Asked for and not undone: what is secret of its recipients is known to nobody but the server. */
function DeleteDialog({ org, rule, onClose }: DeleteDialogProps) {
  const navigation = useNavigation()
  const toast = useToast()
  const remove = useDeleteRule(org)
  const run = () =>
    remove.mutate(rule, {
      onSuccess: () => {
        toast.show({ message: `${ruleName(rule)} is deleted`, durationMs: 4000 })
        navigation.navigate(paths.alerts(org), { replace: true })
      },
    })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={<bdi>Delete {ruleName(rule)}?</bdi>}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={run}>
            Delete it
          </Button>
        </>
      }
    >
      <p>It goes with its log, and whom it tells must be typed again to have it back. Turned off it would stay.</p>
      {remove.error === null ? null : (
        <p role="alert" className={css.nobody}>
          {remove.error.message}
        </p>
      )}
    </Dialog>
  )
}

function LikeAnother({ org, id, project }: AlertScreenProps & { readonly project: string | null }) {
  const zone = useOwnZone()
  const rule = useRule(org, { id, project })
  const first = useFirst(rule.data)
  if (first !== undefined) return <AlertEditor org={org} saved={null} initial={likeDraft(first, zone)} />
  return (
    <Loaded query={rule} lines={8} height={36}>
      {() => null}
    </Loaded>
  )
}

function WayBack({ org }: { readonly org: string }) {
  return (
    <nav aria-label="Way back" className={css.back}>
      <AppLink to={paths.alerts(org)}>Alerts</AppLink>
    </nav>
  )
}

/** What was read first: the form must not change under who fills it in. */
function useFirst<T>(value: T): T {
  const first = useRef(value)
  first.current ??= value
  return first.current
}
