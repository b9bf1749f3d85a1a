import { visibleText } from '@mishap/core/format'
import { useQuery } from '@tanstack/react-query'
import { Card, Checkbox, EmptyState, useToast } from '../primitives/index.js'
import { useMishap } from '../provider/context.js'
import { useMay, useMoveTeam } from '../provider/use-project-settings.js'
import { Loaded } from './loaded.js'
import type { ProjectScreenProps } from './project-setup-screen.js'
import css from './settings.module.css'
import { WhoCanHelp } from './who-can-help.js'

export interface ProjectTeamsProps extends ProjectScreenProps {
  /** Slugs of the teams that have it. */
  readonly saved: readonly string[]
}

/** Which teams are told of a project; everybody of the organization sees it anyhow. */
export function ProjectTeams({ org, project, saved }: ProjectTeamsProps) {
  const { queries, queryClient } = useMishap()
  const teams = useQuery(queries.teams(org), queryClient)
  const mayChange = useMay(org, 'org:write')
  const move = useMoveTeam(org, project)
  const toast = useToast()
  const change = (team: string, isIn: boolean) =>
    move.mutate(
      { team, isIn },
      { onError: (error) => toast.show({ message: `${team} stays as it was: ${error.message}`, tone: 'danger' }) },
    )
  return (
    <Card title="Teams">
      <div className={css.paragraphs}>
        <p className={css.note}>Whose members are told of it. Everybody in the organization sees it.</p>
        {mayChange ? null : (
          <WhoCanHelp org={org} least="manager">
            Managers and owners change this.
          </WhoCanHelp>
        )}
        <Loaded query={teams}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon="users" title="The organization has no teams" />
            ) : (
              <div className={css.teams}>
                {items.map(({ id, slug }) => (
                  <Checkbox
                    key={id}
                    label={<bdi>{visibleText(slug)}</bdi>}
                    disabled={!mayChange || move.isPending}
                    checked={
                      move.isPending && move.variables.team === slug ? move.variables.isIn : saved.includes(slug)
                    }
                    onChange={(event) => change(slug, event.target.checked)}
                  />
                ))}
              </div>
            )
          }
        </Loaded>
      </div>
    </Card>
  )
}
