import { useEffect, useState } from 'react'
import { Button, Dialog } from '../primitives/index.js'
import { useMishap } from './context.js'

/** A move that waits for an answer; once it may be made nothing guards the page any more. */
interface Move {
  readonly goOn: () => void
  readonly isAllowed: boolean
}

/** Asks before the page is left with something that is not saved, by a link, a key, the history or closing the tab. */
export function UnsavedGuard({ isUnsaved }: { readonly isUnsaved: boolean }) {
  const { navigation } = useMishap()
  const [move, setMove] = useState<Move | null>(null)
  const isAllowed = move?.isAllowed === true
  const isGuarded = isUnsaved && !isAllowed
  useEffect(() => {
    if (!isGuarded) return
    const release = navigation.guard((goOn) => setMove({ goOn, isAllowed: false }))
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => {
      release()
      removeEventListener('beforeunload', ask)
    }
  }, [navigation, isGuarded])
  useEffect(() => {
    if (!isAllowed) return
    setMove(null)
    move?.goOn()
  }, [move, isAllowed])
  const stay = () => setMove(null)
  return (
    <Dialog
      isOpen={move !== null && !isAllowed}
      onClose={stay}
      title="Leave without saving?"
      actions={
        <>
          <Button onClick={stay}>Stay</Button>
          <Button variant="danger" onClick={() => setMove((waiting) => waiting && { ...waiting, isAllowed: true })}>
            Leave
          </Button>
        </>
      }
    >
      <p>What you changed here is not saved. It is lost when you leave.</p>
    </Dialog>
  )
}
