import { type Notice, type NoticedIssue, TEST_TITLE, testText, wordsOf } from '../notice.js'
import { brief, fittingFacts, jsonChannel } from './channel.js'

const MAX = 1000

/** https://developers.google.com/workspace/chat/api/reference/rest/v1/cards; a card each, in which texts are HTML. */
export const googlechat = jsonChannel((notice) => ({
  cardsV2: cardsOf(notice).map((card) => ({ cardId: 'createCardMessage', card })),
}))

function cardsOf(notice: Notice) {
  if (notice.kind === 'issues') return notice.issues.map(issueCard)
  if (notice.kind !== 'test') {
    const { heading, name, text, cause, url } = wordsOf(notice)
    const button = { text: 'View', onClick: { openLink: { url } } }
    return [
      {
        header: { title: heading, subtitle: brief(name, MAX) },
        sections: [{ widgets: [{ decoratedText: { text: html(`${text} ${cause}`), button } }] }],
      },
    ]
  }
  return [
    {
      header: { title: TEST_TITLE, subtitle: brief(notice.project, MAX) },
      sections: [{ widgets: [{ decoratedText: { text: html(testText(notice)) } }] }],
    },
  ]
}

function issueCard({ title, culprit, url, shortId, project, facts }: NoticedIssue) {
  const labelled = [{ label: 'Culprit', value: culprit }, ...facts].filter(({ value }) => value !== '')
  return {
    header: { title: 'Mishap Alert', subtitle: brief(project, MAX) },
    sections: [
      {
        header: `<font color='#e52b50'>${html(title)}</font>`,
        widgets: [
          ...fittingFacts(
            labelled.map(({ label, value }) => ({
              decoratedText: { topLabel: brief(label, MAX), text: html(value) },
            })),
          ),
          { buttonList: { buttons: [{ text: `View Issue ${shortId}`, onClick: { openLink: { url } } }] } },
        ],
      },
    ],
  }
}

function html(text: string): string {
  return brief(text, MAX).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
