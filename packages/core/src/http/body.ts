import type { Readable } from 'node:stream'
import { AppError } from '../errors.js'
import { readHeader } from './headers.js'
import type { HttpRequest } from './types.js'

/** A body on its way in. Call `close` when done with it, whatever happened. */
export interface Body {
  /** What has come so far, as soon as that is at least `minBytes` or everything. Rejects like `all`. */
  first(minBytes: number): Promise<Uint8Array>
  /** The whole body as it came over the wire. Rejects with `too_large`, `buffer_full`, or `invalid_body` when it breaks off. */
  all(): Promise<Uint8Array>
  /** Lets the rest of the body pass unseen, so that the connection still gets its answer, and frees what was held. */
  close(): void
}

/**
 * The body of a request, read from its stream or taken from where the host's body parser left it.
 * At most `maxBytes` are held. Only a stream that says it was read was read: Express leaves `{}` in `body` for types that
 * its parsers pass by. The encoding is not undone; a host may have undone it and left its header, so look at the bytes.
 */
export function openBody(
  request: HttpRequest,
  options: { readonly maxBytes: number; readonly budget?: ByteBudget },
): Body {
  const stream = streamOf(request)
  if (stream === null) return new GivenBody(request, options.maxBytes)
  const body = new StreamedBody(options.maxBytes, options.budget ?? null)
  const claimed = Number(readHeader(request, 'content-length'))
  if (claimed > options.maxBytes) body.fail(tooLarge(options.maxBytes, `a content-length of ${claimed}`))
  if ('getReader' in stream) void pump(stream, body)
  else listen(stream, body)
  return body
}

/** The whole body as it came over the wire; see `openBody`. */
export async function readBody(request: HttpRequest, maxBytes: number): Promise<Uint8Array> {
  const body = openBody(request, { maxBytes })
  try {
    return await body.all()
  } finally {
    body.close()
  }
}

/** Bounds what all bodies together may hold. When it is spent, the longest unfinished body gives way. */
export class ByteBudget {
  #left: number
  readonly #unfinished = new Set<StreamedBody>()

  constructor(maxBytes: number) {
    this.#left = maxBytes
  }

  /** False when there is no room even after another body has given way. */
  take(bytes: number, holder: StreamedBody): boolean {
    while (bytes > this.#left) {
      const oldest = this.#unfinished.values().next().value
      if (oldest === undefined || oldest === holder) return false
      oldest.fail(
        new AppError('buffer_full', 'too many bodies at once: this one took too long', { retryAfterMs: 5000 }),
      )
    }
    this.#left -= bytes
    return true
  }

  give(bytes: number): void {
    this.#left += bytes
  }

  /** The body has begun: from now on it may be told to give way. */
  watch(holder: StreamedBody): void {
    this.#unfinished.add(holder)
  }

  unwatch(holder: StreamedBody): void {
    this.#unfinished.delete(holder)
  }
}

/** Past this many unwanted bytes the connection is cut: whoever still sends is not waiting for an answer. */
const MAX_UNSEEN_BYTES = 64 * 1024 * 1024

interface Wait {
  readonly minBytes: number
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: unknown) => void
}

class StreamedBody implements Body {
  readonly #maxBytes: number
  readonly #budget: ByteBudget | null
  #chunks: Uint8Array[] = []
  #size = 0
  #unseen = 0
  #state: 'reading' | 'complete' | 'failed' = 'reading'
  #error: unknown = null
  #waits: Wait[] = []

  constructor(maxBytes: number, budget: ByteBudget | null) {
    this.#maxBytes = maxBytes
    this.#budget = budget
  }

  first(minBytes: number): Promise<Uint8Array> {
    if (this.#state === 'complete' || (this.#state === 'reading' && this.#size >= minBytes))
      return Promise.resolve(this.#joined())
    if (this.#state === 'failed') return Promise.reject(this.#error)
    return new Promise((resolve, reject) => this.#waits.push({ minBytes, resolve, reject }))
  }

  all(): Promise<Uint8Array> {
    return this.first(Number.POSITIVE_INFINITY)
  }

  close(): void {
    if (this.#state === 'reading') this.fail(new AppError('invalid_body', 'the body is no longer wanted'))
    this.#free()
  }

  /** False when the source should stop altogether. */
  push(chunk: Uint8Array): boolean {
    if (this.#state !== 'reading') {
      this.#unseen += chunk.length
      return this.#unseen <= MAX_UNSEEN_BYTES
    }
    if (this.#size + chunk.length > this.#maxBytes) {
      this.fail(tooLarge(this.#maxBytes, 'more'))
      return true
    }
    if (this.#budget !== null && !this.#budget.take(chunk.length, this)) {
      this.fail(new AppError('buffer_full', 'too many bodies at once', { retryAfterMs: 5000 }))
      return true
    }
    if (this.#chunks.length === 0) this.#budget?.watch(this)
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#waits.length > 0) this.#answer()
    return true
  }

  end(): void {
    if (this.#state !== 'reading') return
    this.#state = 'complete'
    this.#budget?.unwatch(this)
    this.#answer()
  }

  /** Every stream closes at last, so this is usually nothing new and must cost nothing. */
  breakOff(cause?: unknown): void {
    if (this.#state !== 'reading') return
    this.fail(new AppError('invalid_body', 'the body broke off before its end', { cause }))
  }

  fail(error: unknown): void {
    if (this.#state !== 'reading') return
    this.#state = 'failed'
    this.#error = error
    this.#free()
    for (const wait of this.#waits) wait.reject(error)
    this.#waits = []
  }

  #answer(): void {
    const ready = this.#waits.filter((wait) => this.#state === 'complete' || this.#size >= wait.minBytes)
    if (ready.length === 0) return
    this.#waits = this.#waits.filter((wait) => !ready.includes(wait))
    const bytes = this.#joined()
    for (const wait of ready) wait.resolve(bytes)
  }

  #joined(): Uint8Array {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks, this.#size)]
    return this.#chunks[0]!
  }

  #free(): void {
    this.#budget?.unwatch(this)
    this.#budget?.give(this.#size)
    this.#chunks = []
    this.#size = 0
  }
}

/** What a body parser of the host left: bytes, text, or a value that was JSON. */
class GivenBody implements Body {
  readonly #request: HttpRequest
  readonly #maxBytes: number

  constructor(request: HttpRequest, maxBytes: number) {
    this.#request = request
    this.#maxBytes = maxBytes
  }

  first(): Promise<Uint8Array> {
    return this.all()
  }

  async all(): Promise<Uint8Array> {
    const { body } = this.#request
    if (isStream(body) || ((body === undefined || body === null) && wasRead(this.#request)))
      throw new AppError(
        'invalid_body',
        'the host has read the body and kept nothing of it: mount Mishap before the body parser',
      )
    const bytes = bytesOf(body)
    if (bytes.length > this.#maxBytes) throw tooLarge(this.#maxBytes, `${bytes.length}`)
    return bytes
  }

  close(): void {}
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array(0)
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function streamOf(request: HttpRequest): Readable | ReadableStream<Uint8Array> | null {
  if (wasRead(request)) return null
  if (isNodeStream(request)) return request
  return isStream(request.body) ? request.body : null
}

function wasRead(request: HttpRequest): boolean {
  return request.readableEnded === true || (request as { bodyUsed?: unknown }).bodyUsed === true
}

function isStream(value: unknown): value is Readable | ReadableStream<Uint8Array> {
  return isNodeStream(value) || typeof (value as { getReader?: unknown } | null)?.getReader === 'function'
}

function isNodeStream(value: unknown): value is Readable {
  const stream = value as { on?: unknown; resume?: unknown } | null
  return typeof stream?.on === 'function' && typeof stream.resume === 'function'
}

function listen(stream: Readable, body: StreamedBody): void {
  if (stream.destroyed) {
    body.breakOff()
    return
  }
  stream.on('data', (chunk: Uint8Array | string) => {
    if (!body.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)) stream.destroy()
  })
  stream.on('end', () => body.end())
  stream.on('error', (cause) => body.breakOff(cause))
  stream.on('close', () => body.breakOff())
}

async function pump(stream: ReadableStream<Uint8Array>, body: StreamedBody): Promise<void> {
  try {
    const reader = stream.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (!body.push(value)) await reader.cancel()
    }
    body.end()
  } catch (cause) {
    body.breakOff(cause)
  }
}

function tooLarge(maxBytes: number, found: string): AppError {
  return new AppError('too_large', `wanted a body of at most ${maxBytes} bytes, found ${found}`)
}
