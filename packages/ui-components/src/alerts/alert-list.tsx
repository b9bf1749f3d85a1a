import type { OrganizationAlertJson } from '@mishap/core/client'
import { useMay } from '../provider/use-project-settings.js'
import { AlertRow } from './alert-row.js'
import { useNameOf } from './use-names.js'

export interface AlertListProps {
  readonly org: string
  readonly rules: readonly OrganizationAlertJson[]
  /** Left out where all of them are of one project. */
  readonly hasProjects?: boolean
}

/** Rules under each other. */
export function AlertList({ org, rules, hasProjects = true }: AlertListProps) {
  const mayWrite = useMay(org, 'project:write')
  const nameOf = useNameOf(org)
  return (
    <ul>
      {rules.map((rule) => (
        <AlertRow key={rule.id} org={org} rule={rule} hasProject={hasProjects} mayWrite={mayWrite} nameOf={nameOf} />
      ))}
    </ul>
  )
}
