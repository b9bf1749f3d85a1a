import type { ProofName } from '@mishap/core/client'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { ProofDialog } from './proof-dialog.js'
import { ProofContext, type Prove } from './prove.js'

/** What work was refused with whose question was closed without an answer. */
export function isCancelled(error: unknown): boolean {
  return (error as { readonly name?: unknown } | null)?.name === 'AbortError'
}

interface Question {
  readonly proofs: readonly ProofName[]
  readonly settle: (isProven: boolean) => void
}

/** Asks who the reader is, for all that is done inside of it. */
export function ProofProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null)
  // One question at a time: whoever comes second waits for the answer to the first.
  const asked = useRef<Promise<boolean> | null>(null)
  const ask = useCallback((proofs: readonly ProofName[]) => {
    asked.current ??= new Promise<boolean>((resolve) => {
      setQuestion({
        proofs,
        settle: (isProven) => {
          asked.current = null
          setQuestion(null)
          resolve(isProven)
        },
      })
    })
    return asked.current
  }, [])
  const prove = useCallback<Prove>(
    async (work) => {
      try {
        return await work()
      } catch (error) {
        const proofs = proofsWanted(error)
        if (proofs === null) throw error
        if (await ask(proofs)) return work()
        throw new DOMException('Nobody said who they are.', 'AbortError')
      }
    },
    [ask],
  )
  return (
    <ProofContext.Provider value={prove}>
      {children}
      {question === null ? null : (
        <ProofDialog
          proofs={question.proofs}
          onProven={() => question.settle(true)}
          onClose={() => question.settle(false)}
        />
      )}
    </ProofContext.Provider>
  )
}

// By shape and not by class: a bundle may hold two copies of ApiError.
function proofsWanted(error: unknown): readonly ProofName[] | null {
  const { code, proofs } = (error ?? {}) as { readonly code?: unknown; readonly proofs?: readonly ProofName[] }
  return code === 'reauthentication_required' ? (proofs ?? []) : null
}
