import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Disk, JournalFile } from './disk.js'
import { FILE_HEADER_BYTES } from './frame.js'
import { type Place, writeAll } from './segment.js'

const START: Place = { sequence: 0, offset: FILE_HEADER_BYTES }
const CURSOR_BYTES = 48

/**
 * The file that says up to where records are done. It is not synced: after a loss of power it may stand further back,
 * or be unreadable, and records that were done come again.
 */
export class Cursor {
  readonly #file: JournalFile

  private constructor(file: JournalFile) {
    this.#file = file
  }

  static async open(disk: Disk, dir: string): Promise<{ readonly cursor: Cursor; readonly place: Place }> {
    const file = await disk.open(join(dir, 'cursor'))
    const bytes = Buffer.alloc(CURSOR_BYTES)
    const { bytesRead } = await file.read(bytes, 0, CURSOR_BYTES, 0)
    return { cursor: new Cursor(file), place: parsePlace(bytes.toString('latin1', 0, bytesRead)) ?? START }
  }

  async move(place: Place): Promise<void> {
    await writeAll(this.#file, [Buffer.from(formatPlace(place), 'latin1')], 0)
  }

  async close(): Promise<void> {
    await this.#file.datasync()
    await this.#file.close()
  }
}

/** `sequence offset checksum`, always of the same length, so that a later place covers all of an earlier one. */
function formatPlace({ sequence, offset }: Place): string {
  const text = `${String(sequence).padStart(12, '0')} ${String(offset).padStart(16, '0')}`
  return `${text} ${checksum(text)}`.padEnd(CURSOR_BYTES - 1).concat('\n')
}

function parsePlace(text: string): Place | null {
  const [sequence = '', offset = '', sum = ''] = text.trim().split(' ')
  if (sum !== checksum(`${sequence} ${offset}`)) return null
  return { sequence: Number.parseInt(sequence, 10), offset: Number.parseInt(offset, 10) }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
