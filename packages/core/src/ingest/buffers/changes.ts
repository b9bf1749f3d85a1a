/** Wakes those who wait for something to change. */
export class Changes {
  #count = 0
  readonly #wakers = new Set<() => void>()

  /** To be read before looking, and given to `after`: a change in between is not missed. */
  get count(): number {
    return this.#count
  }

  tell(): void {
    this.#count += 1
    for (const wake of this.#wakers) wake()
  }

  /** Resolves when something has changed since `count`, or the signal is aborted. */
  after(count: number, signal: AbortSignal): Promise<void> {
    if (this.#count !== count || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakers.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#wakers.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}
