/**
 * What the adapters ask of a client: satisfied by `Redis` and `Cluster` of ioredis 5 and 6.
 * The client stays its owner's; the adapters neither configure nor close it.
 */
export interface RedisClient {
  readonly status: string
  get(key: string): Promise<string | null>
  set(key: string, value: string, unit: 'PX', milliseconds: number): Promise<unknown>
  del(key: string): Promise<number>
  eval(script: string, keyCount: number, ...keysAndValues: string[]): Promise<unknown>
  evalsha(sha: string, keyCount: number, ...keysAndValues: string[]): Promise<unknown>
  publish(channel: string, message: string): Promise<number>
  /** Another connection to the same place. */
  duplicate(): RedisSubscriber
}

export interface RedisSubscriber {
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  on(event: 'message', listener: (channel: string, message: string) => void): unknown
  on(event: 'ready', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  disconnect(): void
}
