import type { OrganizationChange } from '@mishap/core/client'
import { Button, useToast } from '../primitives/index.js'
import { useUpdateOrganization } from '../provider/use-changes.js'
import { FormActions } from '../setup/form.js'

/** Saves a part of the settings, and says so. */
export function useSaving(org: string) {
  const update = useUpdateOrganization(org)
  const toast = useToast()
  const save = (change: OrganizationChange, onSaved?: () => void) =>
    update.mutate(change, {
      onSuccess: () => {
        toast.show({ message: 'Saved', durationMs: 3000 })
        onSaved?.()
      },
    })
  return { save, error: update.error, isBusy: update.isPending }
}

export function SaveButton({ isBusy }: { readonly isBusy: boolean }) {
  return (
    <FormActions>
      <Button type="submit" variant="primary" busy={isBusy}>
        Save
      </Button>
    </FormActions>
  )
}
