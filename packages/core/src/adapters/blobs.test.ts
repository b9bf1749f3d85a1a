import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { runBlobStoreContract } from '../testing/blob-store-contract.js'
import { fileBlobs } from './file-blobs.js'
import { memoryBlobs } from './memory-blobs.js'

const made: string[] = []
const aDirectory = () => {
  const dir = mkdtempSync(join(tmpdir(), 'mishap-blobs-'))
  made.push(dir)
  return dir
}
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true })
})

runBlobStoreContract({ name: 'memory', create: async () => ({ store: memoryBlobs() }) })
runBlobStoreContract({ name: 'files', create: async () => ({ store: fileBlobs({ dir: aDirectory() }) }) })

describe('blobs in files', () => {
  it('are there for the next process, and leave nothing half-written behind', async () => {
    const dir = join(aDirectory(), 'not', 'there', 'yet')
    await fileBlobs({ dir }).put('a/b', Buffer.from('kept'))
    expect(Buffer.from((await fileBlobs({ dir }).get('a/b')) ?? []).toString()).toBe('kept')
    expect(readdirSync(join(dir, 'a'))).toEqual(['b.blob'])
  })

  it('a file that a crash left half-written is no blob', async () => {
    const dir = aDirectory()
    await fileBlobs({ dir }).put('a', Buffer.from('kept'))
    writeFileSync(join(dir, 'b.blob.1234.tmp'), 'half')
    expect(await fileBlobs({ dir }).list({ prefix: '', after: null, limit: 10 })).toMatchObject([{ key: 'a' }])
  })
})
