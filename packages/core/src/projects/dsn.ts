import type { Config } from '../config.js'
import type { ProjectKey } from '../ports/model.js'

type Key = Pick<ProjectKey, 'publicKey' | 'projectId'>

/** What an SDK is given: `https://KEY@host/prefix/PROJECT`. */
export function dsnOf({ url, basePath }: Pick<Config, 'url' | 'basePath'>, key: Key): string {
  return `${url.protocol}//${key.publicKey}@${url.host}${basePath}/${key.projectId}`
}

/** Where browsers send reports of violated policies. */
export function securityEndpointOf({ url, basePath }: Pick<Config, 'url' | 'basePath'>, key: Key): string {
  return `${url.origin}${basePath}/api/${key.projectId}/security/?glitchtip_key=${key.publicKey}`
}
