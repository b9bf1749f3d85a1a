export { pgBlobs } from './blobs.js'
export { migrationSql } from './migrations/script.js'
export type { PgClient, PgPool, PgQuery, PgResult, PgTypes } from './pool.js'
export { type PgStorageOptions, pendingMigrations, pgStorage } from './storage.js'
