import net from 'node:net'

/**
 * One keep-alive HTTP/1.1 connection that sends one request at a time.
 * Reads of an answer only what it needs: `node:http` would cost the sender more than the server spends.
 */
export class Connection {
  #socket = null
  #answer = null
  #received = ''
  #options

  constructor(options) {
    this.#options = options
  }

  /** Resolves with the status; 0 when the connection broke before an answer. */
  send(head, body) {
    return new Promise((resolve) => {
      this.#answer = resolve
      const socket = this.#open()
      socket.cork()
      socket.write(head)
      socket.write(body)
      socket.uncork()
    })
  }

  close() {
    this.#socket?.destroy()
  }

  #open() {
    if (this.#socket !== null && !this.#socket.destroyed) return this.#socket
    const socket = net.connect({ ...this.#options, noDelay: true })
    socket.setEncoding('latin1')
    socket.on('data', (text) => this.#read(text))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket !== socket) return
      this.#socket = null
      this.#done(0)
    })
    this.#socket = socket
    return socket
  }

  #read(text) {
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

  #done(status) {
    const answer = this.#answer
    this.#answer = null
    answer?.(status)
  }
}
