import type { RequestJson } from '@mishap/core/client'
import { fullUrl, jsonText, safeUrl, toCurl } from '@mishap/core/format'
import type { HTMLAttributes, ReactNode } from 'react'
import { Badge, Code, CopyButton, cx, Icon, JsonTree, LongText, Tabs } from '../primitives/index.js'
import { KeyValues } from './key-values.js'
import { Filtered, MetaAt, nodeAt, useMeta } from './meta.js'
import css from './request-panel.module.css'

export interface RequestPanelProps extends HTMLAttributes<HTMLDivElement> {
  readonly request: RequestJson
}

/** The HTTP request that was being served (or sent), and a command that sends it again. */
export function RequestPanel({ request, className, ...rest }: RequestPanelProps) {
  const href = safeUrl(request.url)
  const curl = toCurl(request)
  const tabs = tabsOf(request)
  return (
    <div className={cx(css.request, className)} {...rest}>
      <div className={css.line}>
        <Badge>
          <LongText max={20}>{request.method ?? 'GET'}</LongText>
        </Badge>
        <span className={css.url}>
          <LongText max={400}>{request.url ?? 'no address'}</LongText>
          {href === null ? null : (
            <a href={fullUrl(request) ?? href} target="_blank" rel="noopener noreferrer nofollow" className={css.open}>
              <Icon name="external" size={13} />
              <span className="mh-hidden">Open the address in a new tab</span>
            </a>
          )}
        </span>
        {curl === null ? null : <CopyButton text={curl} label="Copy as cURL" />}
      </div>
      {tabs.length === 0 ? null : <Tabs label="Parts of the request" items={tabs} className={css.tabs} />}
    </div>
  )
}

function tabsOf(request: RequestJson) {
  const parts: readonly { id: string; label: string; at: string; rows: readonly (readonly [string, unknown])[] }[] = [
    { id: 'query', label: 'Query', at: 'query_string', rows: request.query },
    { id: 'headers', label: 'Headers', at: 'headers', rows: request.headers },
    { id: 'cookies', label: 'Cookies', at: 'cookies', rows: request.cookies ?? [] },
    { id: 'env', label: 'Environment', at: 'env', rows: Object.entries(request.env ?? {}) },
  ]
  const tables = parts
    .filter(({ rows }) => rows.length > 0)
    .map(({ id, label, at, rows }) => ({ id, label, count: rows.length, panel: partPanel(at, rows) }))
  const hasBody = request.data !== null && request.data !== undefined && request.data !== ''
  if (!hasBody) return tables
  const body = { id: 'body', label: 'Body', panel: (<RequestBody data={request.data} />) as ReactNode }
  return [body, ...tables]
}

function partPanel(at: string, rows: readonly (readonly [string, unknown])[]): ReactNode {
  return (
    <MetaAt path={[at]}>
      <KeyValues rows={rows} />
    </MetaAt>
  )
}

function RequestBody({ data }: { readonly data: unknown }) {
  const meta = useMeta()
  const parsed = typeof data === 'string' ? parsedJson(data) : data
  if (typeof parsed !== 'object' || parsed === null) {
    return (
      <div className={css.body}>
        <Code isBlock isWrapped>
          {String(data).slice(0, 100_000)}
        </Code>
      </div>
    )
  }
  return (
    <div className={css.body}>
      <CopyButton text={() => jsonText(parsed)} label="Copy body" className={css.copyBody} />
      <JsonTree
        value={parsed}
        defaultDepth={2}
        renderFiltered={(path) => <Filtered node={nodeAt(meta, ['data', ...path])} />}
      />
    </div>
  )
}

function parsedJson(text: string): unknown {
  if (text.length > 200_000 || !/^\s*[[{]/.test(text)) return null
  try {
    return JSON.parse(text)
  } catch {
    // It only began like JSON; it is shown as the text that it is.
    return null
  }
}
