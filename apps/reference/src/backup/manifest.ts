import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@mishap/core'

/** What a backup says about itself; the last file that is written, so that one without it is not whole. */
export interface Manifest {
  /** 2: the copy of the database is portable. Versions that know only the other kind refuse it. */
  readonly format: 1 | 2
  /** Written by `pg_dump`, or table by table, for any PostgreSQL. */
  readonly database: 'pg_dump' | 'portable'
  /** Of the program that made it. */
  readonly version: string
  /** Everything that was answered 200 before is in it, but for what waited in Redis. */
  readonly startedAt: string
  readonly finishedAt: string
  /** Rows by table, of the very moment that the database was read at. */
  readonly counts: Readonly<Record<string, number>>
  /** The schema that the extension for searching words is in; null: none. */
  readonly trigramSchema: string | null
  readonly journalFiles: number
  readonly blobFiles: number
  /** Requests that waited in Redis, which are not in it; null without Redis. */
  readonly waitingInRedis: number | null
  /** Tells secret keys apart without telling them. */
  readonly secretKeyMark: string
  /** Whether the secret key itself is in it. */
  readonly hasSecretKey: boolean
}

/** The parts of a backup, as paths. */
export function partsOf(dir: string) {
  return {
    manifest: join(dir, 'manifest.json'),
    database: join(dir, 'database'),
    journal: join(dir, 'journal'),
    blobs: join(dir, 'blobs'),
    secretKey: join(dir, 'secret-key'),
  }
}

/** Makes the directory of a new backup, for its owner alone. Throws `conflict` where it holds something. */
export function newDirectory(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (readdirSync(dir).length > 0)
    throw new AppError('conflict', `--to: wanted a directory that is empty or not there yet, found files in ${dir}`)
}

export function writeManifest(dir: string, manifest: Manifest): void {
  writeFileSync(partsOf(dir).manifest, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}

/** Throws `not_found` where that is no backup, or one that was broken off. */
export function readManifest(dir: string): Manifest {
  const { manifest } = partsOf(dir)
  if (!existsSync(manifest))
    throw new AppError('not_found', `--from: wanted a finished backup, found no manifest.json in ${dir}`)
  const read = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  // Older versions do not say it: they wrote no other.
  if (read.format === 1) return { ...read, database: 'pg_dump' }
  if (read.format === 2) return read
  const { format } = read as { format: unknown }
  throw new AppError('invalid_input', `--from: wanted a backup of format 1 or 2, found ${format}. Use a newer version.`)
}

export function markOf(secretKey: string): string {
  return createHmac('sha256', secretKey).update('mishap backup').digest('hex').slice(0, 16)
}
