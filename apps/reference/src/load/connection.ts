import net from 'node:net'
import tls from 'node:tls'

export interface Target {
  readonly host: string
  readonly port: number
  /** Whether to speak TLS. */
  readonly isSecure: boolean
}

/**
 * One keep-alive HTTP/1.1 connection that sends one request at a time.
 * Reads of an answer only what it needs: `node:http` would cost the sender more than the server spends.
 */
export class Connection {
  #socket: net.Socket | null = null
  #answer: ((status: number) => void) | null = null
  #received = ''
  readonly #target: Target
  readonly #timeoutMs: number

  constructor(target: Target, timeoutMs: number) {
    this.#target = target
    this.#timeoutMs = timeoutMs
  }

  /** Resolves with the status; 0 when the connection broke, or nothing came in time. */
  send(head: string, body: Uint8Array): Promise<number> {
    return new Promise((resolve) => {
      this.#answer = resolve
      const socket = this.#open()
      socket.cork()
      socket.write(head)
      socket.write(body)
      socket.uncork()
    })
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): net.Socket {
    if (this.#socket !== null && !this.#socket.destroyed) return this.#socket
    const { host, port, isSecure } = this.#target
    const socket = isSecure
      ? tls.connect({ host, port, ...(net.isIP(host) === 0 ? { servername: host } : {}) })
      : net.connect({ host, port })
    socket.setNoDelay(true)
    socket.setTimeout(this.#timeoutMs, () => socket.destroy())
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#read(text))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#received = ''
      this.#done(0)
    })
    this.#socket = socket
    return socket
  }

  #read(text: string): void {
    this.#received += text
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd === -1) return
    const head = this.#received.slice(0, headEnd)
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)
    const isComplete =
      length === null ? this.#received.endsWith('0\r\n\r\n') : this.#received.length >= headEnd + 4 + Number(length[1])
    if (!isComplete) return
    this.#received = ''
    this.#done(Number(head.slice(9, 12)))
  }

  #done(status: number): void {
    const answer = this.#answer
    this.#answer = null
    answer?.(status)
  }
}
