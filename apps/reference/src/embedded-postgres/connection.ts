/** How to reach the embedded server with `pg`. */
export interface EmbeddedConnection {
  /** Directory of the Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** Role and database have one name, so that a bare `psql -h <data>/run -U mishap` finds its way. */
export const CLUSTER_NAME = 'mishap'

/** Part of the socket's name; nothing listens on a network. */
export const CLUSTER_PORT = 5432

export function connectionTo(server: { readonly socketDir: string; readonly port: number }): EmbeddedConnection {
  return { host: server.socketDir, port: server.port, user: CLUSTER_NAME, database: CLUSTER_NAME }
}
