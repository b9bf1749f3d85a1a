import { createContext, useContext } from 'react'

/** Does the work; where the server wants to know once more who asks, it is asked for, and the work done then. */
export type Prove = <T>(work: () => Promise<T>) => Promise<T>

export const ProofContext = createContext<Prove>((work) => work())

export function useProof(): Prove {
  return useContext(ProofContext)
}
