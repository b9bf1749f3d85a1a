import { useOrganization } from '../provider/use-queries.js'

const WRITES = ['project:write', 'project:admin', 'org:write', 'org:admin']

/** Whether the reader may change monitors and what belongs to them; no while that is not known. */
export function useMayWatch(org: string): boolean {
  return useOrganization(org).data?.access.some((scope) => WRITES.includes(scope)) ?? false
}
