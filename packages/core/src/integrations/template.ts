import type { IssueTemplate } from '../ports/integrations.js'
import { INTEGRATION_BOUNDS } from '../ports/integrations.js'
import type { ExceptionValue, Frame, NormalizedEvent } from '../protocol/event.js'

/** Of an integration whose makers say nothing else. */
export const DEFAULT_TEMPLATE: IssueTemplate = {
  title: '{{ shortID }}: {{ title }}',
  body: `{{ url }}

**{{ title }}** in {{ culprit }}

Release: {{ release }}
Environment: {{ environment }}

{{ stack }}
`,
}

/** What stands for what between `{{` and `}}`. */
export interface TemplateValues {
  readonly title: string
  readonly url: string
  readonly shortID: string
  readonly culprit: string
  readonly release: string
  readonly environment: string
  readonly project: string
  readonly level: string
  /** Of the frames of one's own, the innermost first; several lines. */
  readonly stack: string
}

/**
 * A draft in Markdown. What comes of events is anybody's: it can neither ping people (`@name`), nor mention other issues
 * (`#1`), nor be taken for a command, for markup or for HTML. Names that are unknown stay as they are.
 */
export function renderTemplate(template: IssueTemplate, values: TemplateValues): IssueTemplate {
  const put = (text: string, textOf: (name: keyof TemplateValues) => string) =>
    text.replace(/\{\{ ?(\w{1,30}) ?\}\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? textOf(name as keyof TemplateValues) : whole,
    )
  return {
    // No Markdown there.
    title: put(template.title, (name) => unlinked(oneLine(values[name])))
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, INTEGRATION_BOUNDS.templateTitle),
    body: put(template.body, (name) => {
      if (name === 'stack') return codeBlock(values.stack)
      // Made by Mishap, and to be a link.
      return name === 'url' ? values.url : markdownText(values[name])
    }),
  }
}

const MOST_FRAMES = 12
const LINE = 200

/** The innermost frames of an event's error, those of one's own where there are such. */
export function stackExcerpt({ exception }: Pick<NormalizedEvent, 'exception'>): string {
  const error: ExceptionValue | undefined = exception?.values.at(-1)
  const all = error?.stacktrace?.frames ?? []
  const own = all.filter(({ in_app }) => in_app === true)
  const frames = (own.length > 0 ? own : all).slice(-MOST_FRAMES).reverse()
  return frames.map((frame) => placeOf(frame).slice(0, LINE)).join('\n')
}

function placeOf({ filename, abs_path, module, function: name, lineno, colno }: Frame): string {
  const file = filename ?? abs_path ?? module ?? '?'
  const place = [file, lineno, colno].filter((part) => part !== undefined).join(':')
  return oneLine(`${name ?? '?'} (${place})`)
}

/** Nothing follows a sign that would make a link or a ping of it: a space without width stands between. */
const GAP = '\u200b'

function unlinked(text: string): string {
  return text
    .replace(/[@#!~%$&]/g, `$&${GAP}`)
    .replaceAll('://', `:${GAP}//`)
    .replace(/\bgh-/gi, (name) => `${name}${GAP}`)
    .replace(/^\//, `${GAP}/`)
}

function markdownText(text: string): string {
  const escaped = oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  // `&` is part of what was just written.
  return unlinked(escaped.replace(/[\\`*_[\]>()+|-]/g, '\\$&')).replaceAll(`&${GAP}`, '&')
}

/** A fence longer than any in it. */
function codeBlock(text: string): string {
  if (text === '') return ''
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim()
}
