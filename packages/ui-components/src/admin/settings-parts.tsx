import type { InstanceSettingsInput, InstanceSettingsJson } from '@mishap/core/client'
import type { ReactNode } from 'react'
import { Button, useToast } from '../primitives/index.js'
import { useUpdateInstanceSettings } from '../provider/use-admin.js'
import { FormActions } from '../setup/form.js'

export interface SettingsPartProps {
  readonly saved: InstanceSettingsJson
}

/** Whether the configuration of the server decides it. */
export function isPinned({ pinned }: InstanceSettingsJson, name: keyof InstanceSettingsInput): boolean {
  return pinned.includes(name)
}

export function hint(saved: InstanceSettingsJson, name: keyof InstanceSettingsInput, note: string): string {
  return isPinned(saved, name) ? 'The configuration of the server decides this.' : note
}

export function useSaving({ pinned }: InstanceSettingsJson) {
  const update = useUpdateInstanceSettings()
  const toast = useToast()
  const save = (change: InstanceSettingsInput) => {
    const open = Object.entries(change).filter(([name]) => !pinned.includes(name))
    // Some of the settings, as they were given.
    update.mutate(Object.fromEntries(open) as InstanceSettingsInput, {
      onSuccess: () => toast.show({ message: 'Saved', durationMs: 3000 }),
    })
  }
  return { save, error: update.error, isBusy: update.isPending }
}

export function Save({ isBusy }: { readonly isBusy: boolean }): ReactNode {
  return (
    <FormActions>
      <Button type="submit" variant="primary" busy={isBusy}>
        Save
      </Button>
    </FormActions>
  )
}
