/** Where somebody is in setting a server up, as the address says: `?step=project&org=acme`. */
export type SetupStep =
  | { readonly step: 'account' }
  | { readonly step: 'organization' }
  | { readonly step: 'project'; readonly org: string }
  | { readonly step: 'verify'; readonly org: string; readonly project: string }

export const SETUP_STEPS = ['account', 'organization', 'project', 'verify'] as const

/** What is known about the server and the reader. */
export interface SetupFacts {
  readonly needsSetup: boolean
  readonly isSignedIn: boolean
  /** Slug of one that the reader belongs to already; null where there is none. */
  readonly ownOrg: string | null
}

/**
 * The step to show. The address may ask for a later one than can be done yet, or for one that is done:
 * it is then the first that makes sense. `done` where there is nothing to set up, `login` where somebody else did.
 */
export function setupStep(
  search: string,
  { needsSetup, isSignedIn, ownOrg }: SetupFacts,
): SetupStep | 'login' | 'done' {
  if (needsSetup) return { step: 'account' }
  if (!isSignedIn) return 'login'
  const params = new URLSearchParams(search)
  const [step, project] = [params.get('step'), params.get('project')]
  const org = params.get('org') ?? ownOrg
  if (step === 'verify' && org !== null && project !== null) return { step, org, project }
  if (step === 'project' && org !== null) return { step, org }
  if (ownOrg === null) return { step: 'organization' }
  return step === 'organization' || step === 'account' ? { step: 'project', org: ownOrg } : 'done'
}

/** The address of a step. */
export function setupPath(step: SetupStep): string {
  const params = new URLSearchParams({ ...step })
  return `/setup?${params}`
}
