import type { AlertInput, OrganizationAlertJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useNow, useToast } from '../primitives/index.js'
import type { MenuItem } from '../primitives/menu-items.js'
import { inputOfAlert } from './alert-input.js'
import { isMuted } from './rule-state.js'
import { usePatchRule } from './use-alerts.js'

const HOUR_MS = 3_600_000
const SPANS = [
  ['an hour', 1],
  ['8 hours', 8],
  ['a day', 24],
  ['a week', 168],
] as const

/** Turns a rule on, off and silent, each with a way back. */
export function useRuleActions(org: string, rule: OrganizationAlertJson) {
  const patch = usePatchRule(org)
  const toast = useToast()
  const now = useNow(60_000)
  const name = ruleName(rule)
  const change = (part: AlertInput, message: string) =>
    patch.mutate(
      { rule, change: part },
      {
        onSuccess: () =>
          toast.show({ message, onUndo: () => patch.mutate({ rule, change: inputOfAlert(rule) }, { onError }) }),
        onError,
      },
    )
  const onError = (error: Error) => {
    toast.show({ message: `That did not work: ${error.message}`, tone: 'danger' })
  }
  const setEnabled = (isEnabled: boolean) =>
    change({ isEnabled }, isEnabled ? `${name} is on` : `${name} is off: it tells nobody of anything`)
  const muteItems: readonly MenuItem[] = [
    ...SPANS.map(([words, hours]) => ({
      id: words,
      label: `Mute for ${words}`,
      onSelect: () =>
        change({ mutedUntil: new Date(now + hours * HOUR_MS).toISOString() }, `${name} is muted for ${words}`),
    })),
    ...(isMuted(rule, now)
      ? [
          {
            ...({ id: 'unmute', label: 'Unmute', startsGroup: true } as const),
            onSelect: () => change({ mutedUntil: null }, `${name} is no longer muted`),
          },
        ]
      : []),
  ]
  return { setEnabled, muteItems, isBusy: patch.isPending }
}

/** What it is called; where nobody named it, after its project. */
export function ruleName({ name, project }: OrganizationAlertJson): string {
  const own = name.trim()
  return visibleText(clip(own === '' ? `Alert of ${project.name}` : own, 120))
}
