import { countText, type Notice, type NoticedIssue, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { brief, fittingFacts, jsonChannel, plainInMarkdown } from './channel.js'

const MAX = 1000

/** An Adaptive Card 1.4 for a workflow of Microsoft Teams; its texts are Markdown. */
export const teams = jsonChannel((notice) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        ...{ type: 'AdaptiveCard', version: '1.4' },
        ...cardOf(notice),
      },
    },
  ],
}))

function cardOf(notice: Notice) {
  if (notice.kind === 'issues')
    return {
      body: [heading(`Mishap Alert${countText(notice.count)}`), ...notice.issues.flatMap(issueBlocks)],
      actions: notice.issues.map(({ shortId, url }) => openUrl(`View Issue ${shortId}`, url)),
    }
  if (notice.kind !== 'test') {
    const { heading: title, name, text, cause, url, action } = wordsOf(notice)
    return {
      body: [heading(title), textBlock(name, { weight: 'Bolder' }), textBlock(`${text} ${cause}`)],
      actions: [openUrl(action, url)],
    }
  }
  return { body: [heading(TEST_TITLE), textBlock(testText(notice))] }
}

function issueBlocks({ title, culprit, project, facts }: NoticedIssue) {
  return [
    textBlock(title, { weight: 'Bolder', color: 'Attention' }),
    ...(culprit === '' ? [] : [textBlock(culprit)]),
    {
      type: 'FactSet',
      facts: fittingFacts(
        [{ label: 'Project', value: project }, ...facts].map(({ label, value }) => ({
          ...{ title: plainInMarkdown(brief(label, MAX)), value: plainInMarkdown(brief(value, MAX)) },
        })),
      ),
    },
  ]
}

function heading(text: string) {
  return { type: 'TextBlock', size: 'Large', weight: 'Bolder', text }
}

function textBlock(text: string, more: Readonly<Record<string, string>> = {}) {
  return { type: 'TextBlock', ...more, text: plainInMarkdown(brief(text, MAX)), wrap: true }
}

function openUrl(title: string, url: string) {
  return { type: 'Action.OpenUrl', title, url }
}
