import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { tempDir } from './temp-dir.js'

/** A repository with one commit, which needs no git on the machine: its directory, and the id of the commit. */
export function aRepository(message = 'Open the shop'): { readonly dir: string; readonly commit: string } {
  const dir = tempDir()
  const blob = store(dir, 'blob', 'open()\n')
  const tree = store(dir, 'tree', Buffer.concat([Buffer.from('100644 shop.js\0'), Buffer.from(blob, 'hex')]))
  const who = 'Ada <ada@example.com> 1700000000 +0000'
  const commit = store(dir, 'commit', `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${message}\n`)
  write(dir, 'HEAD', 'ref: refs/heads/main\n')
  write(dir, 'refs/heads/main', `${commit}\n`)
  write(
    dir,
    'config',
    '[core]\n\trepositoryformatversion = 0\n[remote "origin"]\n\turl = https://git.example/acme/shop\n',
  )
  return { dir, commit }
}

function store(dir: string, type: string, content: string | Uint8Array): string {
  const body = Buffer.concat([Buffer.from(`${type} ${Buffer.byteLength(content)}\0`), Buffer.from(content)])
  const id = createHash('sha1').update(body).digest('hex')
  write(dir, `objects/${id.slice(0, 2)}/${id.slice(2)}`, deflateSync(body))
  return id
}

function write(dir: string, path: string, content: string | Uint8Array): void {
  const file = join(dir, '.git', path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
}
