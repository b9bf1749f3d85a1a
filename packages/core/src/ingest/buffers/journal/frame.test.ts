import { randomBytes, randomInt } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { FILE_HEADER_BYTES, type Frame, frameHead, markerOf, newFileHeader, type Source, scanFrames } from './frame.js'

describe('frames of the journal', () => {
  it('come back as they were written, across the bounds of what is read at once', async () => {
    const sizes = [0, 1, 100_000, 511_990, 3, 1_300_000, 524_288, 7]
    const { file, bodies } = aFile(sizes)
    const { frames, end, damagedBytes } = await scan(file)
    expect(frames.map(({ body }) => body.equals(bodies.shift()!))).toEqual(sizes.map(() => true))
    expect(frames.map(({ head }) => head.toString())).toEqual(sizes.map((_, index) => `head ${index} ü`))
    expect({ end, damagedBytes }).toEqual({ end: file.length, damagedBytes: 0 })
  })

  it('are read again from where a scan was stopped', async () => {
    const { file } = aFile([10, 20, 30])
    const first = await scan(file, FILE_HEADER_BYTES, 1)
    expect(first.frames).toHaveLength(1)
    expect((await scan(file, first.end)).frames).toHaveLength(2)
  })

  it('are all found but the one that a flipped bit has hit, wherever it is', async () => {
    for (let round = 0; round < 200; round++) {
      const { file, ends } = aFile(Array.from({ length: 8 }, () => randomInt(0, 200)))
      const at = randomInt(FILE_HEADER_BYTES, file.length)
      file[at] = file[at]! ^ (1 << randomInt(0, 8))
      const hit = ends.findIndex((end) => at < end)
      const { frames, damagedBytes } = await scan(file)
      expect(frames.map(({ end }) => end)).toEqual(ends.filter((_, index) => index !== hit))
      expect(damagedBytes).toBe(ends[hit]! - (ends[hit - 1] ?? FILE_HEADER_BYTES))
    }
  })

  it('are found behind megabytes of garbage', async () => {
    const { file, marker } = aFile([10])
    const good = framed(marker, 'late', randomBytes(50))
    const { frames } = await scan(Buffer.concat([file, randomBytes(1_500_000), good, randomBytes(40), good]))
    expect(frames.map(({ head }) => head.toString())).toEqual(['head 0 ü', 'late', 'late'])
  })

  it('end before a torn one, whatever is missing of it', async () => {
    const { file, ends } = aFile([100, 100])
    for (let size = ends[0]!; size < file.length; size++) {
      const { frames, end, damagedBytes } = await scan(file.subarray(0, size))
      expect({ count: frames.length, end, damagedBytes }).toEqual({
        count: 1,
        end: size,
        damagedBytes: size - ends[0]!,
      })
    }
  })

  it('cannot be forged by a body that holds the frame of another file', async () => {
    const other = markerOf(newFileHeader())!
    const { file, marker } = aFile([])
    const hiding = framed(marker, 'host', framed(other, 'forged', randomBytes(10)))
    hiding[20] = hiding[20]! ^ 0xff
    expect((await scan(Buffer.concat([file, hiding, framed(marker, 'next', randomBytes(5))]))).frames).toMatchObject([
      { head: Buffer.from('next') },
    ])
  })
})

function aFile(bodySizes: readonly number[]) {
  const header = newFileHeader()
  const marker = markerOf(header)!
  const bodies = bodySizes.map((size) => randomBytes(size))
  const frames = bodies.map((body, index) => framed(marker, `head ${index} ü`, body))
  let end = FILE_HEADER_BYTES
  const ends = frames.map((frame) => {
    end += frame.length
    return end
  })
  return { file: Buffer.concat([header, ...frames]), marker, bodies, ends }
}

function framed(marker: Buffer, head: string, body: Buffer): Buffer {
  return Buffer.concat([frameHead(marker, head, body), body])
}

async function scan(file: Buffer, from = FILE_HEADER_BYTES, most = Number.POSITIVE_INFINITY) {
  const frames: Frame[] = []
  const ended = await scanFrames(sourceOf(file), markerOf(file)!, { from, to: file.length }, (frame) => {
    frames.push(frame)
    return frames.length < most
  })
  return { frames, ...ended }
}

/** Gives less than it is asked for, as a file may. */
function sourceOf(bytes: Buffer): Source {
  return {
    read: async (buffer, offset, length, position) => ({
      bytesRead: bytes.copy(buffer, offset, position, Math.min(position + length, position + 300_000)),
    }),
  }
}
