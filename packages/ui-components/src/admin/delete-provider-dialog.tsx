import type { SignInProviderJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { Button, Dialog, useToast } from '../primitives/index.js'
import { useDeleteProvider } from '../sign-in/use-sign-in.js'

export interface DeleteProviderDialogProps {
  readonly provider: SignInProviderJson
  readonly onClose: () => void
}

/** Asks once more: people may have no other way in. */
export function DeleteProviderDialog({ provider: { id, name }, onClose }: DeleteProviderDialogProps) {
  const remove = useDeleteProvider()
  const toast = useToast()
  const submit = () =>
    remove.mutate(id, {
      onSuccess: onClose,
      onError: (error) => toast.show({ message: error.message, tone: 'danger' }),
    })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete ${visibleText(name)}?`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={submit}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        Who signs in by it alone cannot get in any more. What people have connected comes back with a provider of the
        same name and place.
      </p>
    </Dialog>
  )
}
