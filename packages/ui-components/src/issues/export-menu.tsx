import type { IssueJson } from '@mishap/core/client'
import { counted, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Menu, type MenuItem, useToast } from '../primitives/index.js'
import { saveFile } from '../primitives/save-file.js'
import type { ExportFormat } from './export-issues.js'

export interface ExportMenuProps {
  /** What would be written: the chosen issues where there are any, else those on the page. */
  readonly issues: readonly IssueJson[]
  readonly areChosen: boolean
  /** How many match altogether, where that is more; capped counts say so: `1,000+`. */
  readonly everything: string | null
  /** Reads all that match, up to a bound. */
  readonly onReadAll: () => Promise<readonly IssueJson[]>
}

const FORMATS: readonly (readonly [format: ExportFormat, name: string])[] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['md', 'Markdown'],
]

/** The list as a file. */
export function ExportMenu({ issues, areChosen, everything, onReadAll }: ExportMenuProps) {
  const toast = useToast()
  const [isReading, setIsReading] = useState(false)
  const write = async (format: ExportFormat, read: () => Promise<readonly IssueJson[]>) => {
    setIsReading(true)
    try {
      const { EXPORT_TYPES, exportIssues } = await import('./export-issues.js')
      const all = await read()
      saveFile(exportIssues(all, format), `issues.${format}`, EXPORT_TYPES[format])
      toast.show({ message: `Wrote ${counted(all.length, 'issue')} to issues.${format}` })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      toast.show({ message: `The list could not be written: ${visibleText(reason)}`, tone: 'danger' })
    } finally {
      setIsReading(false)
    }
  }
  const what = areChosen ? 'chosen' : 'on this page'
  const items: readonly MenuItem[] = [
    ...FORMATS.map(([format, name]) => ({
      id: format,
      label: `${issues.length} ${what} as ${name}`,
      isDisabled: issues.length === 0,
      onSelect: () => void write(format, async () => issues),
    })),
    ...(everything === null
      ? []
      : FORMATS.map(([format, name], at) => ({
          id: `all-${format}`,
          label: `All ${everything} as ${name}`,
          startsGroup: at === 0,
          isDisabled: isReading,
          onSelect: () => void write(format, onReadAll),
        }))),
  ]
  return <Menu label="Export" isIconOnly icon="download" align="end" variant="secondary" items={items} />
}
