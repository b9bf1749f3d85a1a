import type { FailingRecipientJson, OrganizationAlertJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Checkbox, Icon, Menu, Time, useClock } from '../primitives/index.js'
import rows from '../primitives/rows.module.css'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import css from './alert-list.module.css'
import { CHANNELS, listed, reachWords } from './channels.js'
import { ruleName, useRuleActions } from './rule-actions.js'
import { reachesNobody } from './rule-state.js'
import { ruleSentence, targetOf } from './rule-words.js'
import { StateBadges } from './state-badges.js'

export interface AlertRowProps {
  readonly org: string
  readonly rule: OrganizationAlertJson
  /** Left out where all of them are of one project. */
  readonly hasProject: boolean
  readonly mayWrite: boolean
  readonly nameOf: (userId: string) => string | null
}

/** A rule: what it tells whom, whether that works, and when it last did. */
export function AlertRow({ org, rule, hasProject, mayWrite, nameOf }: AlertRowProps) {
  const { locale } = useClock()
  const name = ruleName(rule)
  const { setEnabled, muteItems, isBusy } = useRuleActions(org, rule)
  return (
    <li className={rows.row} data-off={!rule.isEnabled} aria-busy={isBusy || undefined}>
      <div className={rows.about}>
        <p className={rows.title}>
          <AppLink to={paths.alert(org, rule.id, rule.project.slug)} className={rows.link}>
            <bdi>{name}</bdi>
          </AppLink>
          {hasProject ? (
            <AppLink to={paths.projectAlerts(org, rule.project.slug)} className={css.project}>
              <bdi>{visibleText(clip(rule.project.name, 60))}</bdi>
            </AppLink>
          ) : null}
          <StateBadges alert={rule} />
        </p>
        <p className={css.sentence}>
          <bdi>{ruleSentence(rule, { locale, nameOf })}</bdi>
        </p>
        {rule.isEnabled ? <Trouble rule={rule} /> : null}
      </div>
      <div className={css.side}>
        <p className={css.fired}>
          {rule.lastFired === null ? (
            'Never fired'
          ) : (
            <>
              Fired <Time value={rule.lastFired} isFocusable={false} />
            </>
          )}
        </p>
        <p className={css.reach}>{reachesNobody(rule) ? '–' : listed(reachWords(rule.reach))}</p>
      </div>
      {mayWrite ? (
        <div className={css.actions}>
          <Checkbox
            label={
              <>
                On<span className="mh-hidden">: {name}</span>
              </>
            }
            checked={rule.isEnabled}
            onChange={(event) => setEnabled(event.target.checked)}
          />
          <Menu label={`Mute ${name}`} isIconOnly icon="mute" size="sm" variant="ghost" align="end" items={muteItems} />
        </div>
      ) : null}
    </li>
  )
}

function Trouble({ rule }: { readonly rule: OrganizationAlertJson }) {
  return (
    <>
      {reachesNobody(rule) ? (
        <p className={css.trouble}>
          <Icon name="alert" size={13} /> Nobody would be told: {whyNobody(rule)}
        </p>
      ) : null}
      {rule.failing.map((failing) => (
        <Failing key={failing.recipientID} rule={rule} failing={failing} />
      ))}
    </>
  )
}

function whyNobody({ alertRecipients }: OrganizationAlertJson): string {
  return alertRecipients.every(({ recipientType }) => recipientType === 'email')
    ? 'nobody wants its mails, or this server sends none.'
    : 'it has nobody to tell.'
}

function Failing({
  rule,
  failing: { recipientID, since, error, pausedUntil },
}: {
  readonly rule: OrganizationAlertJson
  readonly failing: FailingRecipientJson
}) {
  const recipient = rule.alertRecipients.find(({ id }) => id === recipientID)
  const target = recipient === undefined ? '' : targetOf(recipient)
  return (
    <p className={css.trouble}>
      <Icon name="alert" size={13} /> {recipient === undefined ? 'A recipient' : CHANNELS[recipient.recipientType].name}
      {target === '' ? null : <bdi> ({visibleText(clip(target, 80))})</bdi>} takes no messages since{' '}
      <Time value={since} mode="absolute" isFocusable={false} />: <bdi>{visibleText(clip(error, 300))}</bdi>
      {pausedUntil === null ? null : (
        <>
          {' · '}tried again <Time value={pausedUntil} isFocusable={false} />
        </>
      )}
    </p>
  )
}
