/** What the ingest buffer asks of a client: satisfied by `Redis` and `Cluster` of ioredis 5 and 6. */
export interface RedisStreamClient {
  readonly status: string
  eval(script: string, keyCount: number, ...keysAndValues: (string | Buffer)[]): Promise<unknown>
  evalsha(sha: string, keyCount: number, ...keysAndValues: (string | Buffer)[]): Promise<unknown>
  call(command: string, ...args: (string | Buffer | number)[]): Promise<unknown>
  callBuffer(command: string, ...args: (string | Buffer | number)[]): Promise<unknown>
  /** Another connection to the same place. */
  duplicate(): RedisStreamClient
  on(event: 'error', listener: (error: Error) => void): unknown
  disconnect(): void
}
