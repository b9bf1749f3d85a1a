import type { MonitorCoverageJson, MonitorJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'

const CHANNELS: Readonly<Record<MonitorCoverageJson['channels'][number], string>> = {
  ...{ email: 'mail', webhook: 'webhook', discord: 'Discord channel', googlechat: 'Google Chat space' },
  ...{ teams: 'Teams channel', ntfy: 'ntfy topic', zulip: 'Zulip stream', feishu: 'Feishu chat' },
}

/** Who hears of a monitor and when, in one sentence; what to do where nobody does. */
export function coverageSentence(
  { confirmationThreshold, projectID }: Pick<MonitorJson, 'confirmationThreshold' | 'projectID'>,
  { alerts, people, channels }: MonitorCoverageJson,
): string {
  if (projectID === null) return 'Nobody is told: it has no project, and alerts belong to projects.'
  if (alerts === 0) return 'Nobody is told: its project has no alert that tells of monitors.'
  const told = [...(people === 0 ? [] : [`${counted(people, 'person', 'people')} by mail`]), ...channelWords(channels)]
  if (told.length === 0) return 'Nobody is told: those in the teams of its project want no mails of it.'
  const checks = counted(confirmationThreshold, 'failed check', 'failed checks')
  return `${listed(told)} ${people + channels.length === 1 ? 'is' : 'are'} told after ${checks}.`
}

function channelWords(channels: MonitorCoverageJson['channels']): readonly string[] {
  return [...new Set(channels)].map((kind) => {
    const count = channels.filter((one) => one === kind).length
    return counted(count, CHANNELS[kind], `${CHANNELS[kind]}s`)
  })
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
}
