import type { Content } from './content.js'
import type { Decision } from './engine.js'
import type { ReadException } from './exceptions.js'
import { type ReadStack, speakers } from './stack.js'

/** Why an event is in its issue, in one plain sentence. */
export function sentenceOf(decision: Decision): string {
  switch (decision.by) {
    case 'checksum':
      return 'Grouped by the checksum that the SDK sent.'
    case 'fingerprint': {
      const from = decision.ruleLine === null ? 'that the SDK sent' : `of the rule in line ${decision.ruleLine}`
      const parts = decision.parts.map((part) => part ?? 'what the event itself says').join(', ')
      return `Grouped by the fingerprint ${from}: ${parts}.`
    }
    case 'content':
      return contentSentence(decision.content)
  }
}

function contentSentence(content: Content): string {
  switch (content.kind) {
    case 'exception':
      return exceptionsSentence(content.exceptions)
    case 'stack': {
      const frames = framesText(content.stack)
      return content.message === null
        ? `Grouped by ${frames}.`
        : `Grouped by the message without what varies and ${frames}.`
    }
    case 'template':
      return 'Grouped by the template that failed and its source line.'
    case 'csp':
      return `Grouped by the directive ${content.directive} and what was blocked: ${content.blocked}.`
    case 'message':
      return content.isTemplate
        ? 'Grouped by the template of the message, whatever was filled in.'
        : 'Grouped by the message without what varies.'
    case 'fallback':
      return 'Nothing in the event tells it from others, so it is grouped by platform, logger and place.'
  }
}

function exceptionsSentence(exceptions: readonly ReadException[]): string {
  const texts = exceptions.map(exceptionText)
  if (exceptions.length === 1) return `Grouped by ${texts[0]}${valueText(exceptions[0]!)}.`
  return `Grouped by ${exceptions.length} exceptions: ${texts.join('; ')}.`
}

function exceptionText({ type, mechanism, value, stack }: ReadException): string {
  const parts = [
    ...(type === null ? [] : [`the type ${type}`]),
    ...(mechanism === null ? [] : [mechanism]),
    ...(value === null ? [] : ['the text without what varies']),
    ...(stack === null ? [] : [framesText(stack)]),
  ]
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function valueText({ value, stack, hints }: ReadException): string {
  if (hints.value !== null) return `; the text does not count: ${hints.value}`
  return value !== null && stack !== null && stack.weakness !== null
    ? `; the text counts because ${stack.weakness}`
    : ''
}

function framesText(stack: ReadStack): string {
  const { frames } = speakers(stack, 'app')
  const count = `${frames.length} ${frames.length === 1 ? 'frame' : 'frames'}`
  return stack.app.frames.length > 0 ? `${count} of the app` : `${count}, none of which is of the app`
}
