import type { OrganizationJson } from '@mishap/core/client'
import { Menu } from '../primitives/index.js'

export interface OrgSwitcherProps {
  readonly current: string
  readonly organizations: readonly Pick<OrganizationJson, 'slug' | 'name'>[]
  readonly onSwitch: (org: string) => void
  /** Left out where the reader may not make one. */
  readonly onCreate?: (() => void) | undefined
  readonly className?: string | undefined
}

/** The organization that everything on the page belongs to. */
export function OrgSwitcher({ current, organizations, onSwitch, onCreate, className }: OrgSwitcherProps) {
  const name = organizations.find(({ slug }) => slug === current)?.name ?? current
  const create = { id: '+', label: 'New organization', icon: 'plus', startsGroup: true } as const
  return (
    <Menu
      label={name}
      variant="ghost"
      className={className}
      items={[
        ...organizations.map(({ slug, name }) => ({
          id: slug,
          label: name,
          ...(slug === current ? { icon: 'check' as const } : {}),
          onSelect: () => onSwitch(slug),
        })),
        ...(onCreate === undefined ? [] : [{ ...create, onSelect: onCreate }]),
      ]}
    />
  )
}
