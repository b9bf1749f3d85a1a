import type { StatusPageJson } from '@mishap/core/client'

export interface Snippet {
  readonly label: string
  readonly code: string
}

/** What is copied into other pages, with every name made harmless for where it stands. */
export function embedSnippets(
  { url, name }: Pick<StatusPageJson, 'url' | 'name'>,
  monitor: { readonly id: number; readonly name: string } | null,
): readonly Snippet[] {
  const badge = monitor === null ? '' : `${url}badges/${monitor.id}.svg`
  const badges =
    monitor === null
      ? []
      : [
          { label: 'Badge of the status, Markdown', code: `[![${forMarkdown(monitor.name)}](${badge})](${url})` },
          {
            label: 'Badge of the uptime in 30 days, HTML',
            code: `<a href="${forHtml(url)}"><img src="${forHtml(`${badge}?show=uptime&period=30d`)}" alt="Uptime of ${forHtml(monitor.name)}"></a>`,
          },
        ]
  return [
    { label: 'Link', code: url },
    ...badges,
    {
      label: 'The page within another',
      code: `<iframe src="${forHtml(`${url}?embed`)}" title="Status of ${forHtml(name)}" width="100%" height="480" loading="lazy"></iframe>`,
    },
    { label: 'Feed for readers and chats', code: `${url}feed.atom` },
  ]
}

function forHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function forMarkdown(text: string): string {
  return text.replaceAll(/[\\[\]<>`]/g, '\\$&')
}
