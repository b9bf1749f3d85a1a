import { describe, expect, it } from '@jest/globals'
import type { LiveBus, LiveMessage } from '../ports/runtime.js'

/** A bus, or two ends of one in different processes. */
export interface LiveBusUnderTest {
  readonly publisher: LiveBus
  readonly subscriber: LiveBus
  /** Resolves when whatever was subscribed or published has arrived at the other end. */
  readonly settle: () => Promise<void>
}

/** What every live bus promises to those who listen at the time. */
export function runLiveBusContract(contract: {
  readonly name: string
  readonly create: () => Promise<LiveBusUnderTest>
}): void {
  describe(`${contract.name} as a live bus`, () => {
    it('tells each listener of the organization once, in order, and nobody else', async () => {
      const { publisher, subscriber, settle } = await contract.create()
      const heard = { first: [] as LiveMessage[], second: [] as LiveMessage[], other: [] as LiveMessage[] }
      subscriber.subscribe('1', (message) => heard.first.push(message))
      subscriber.subscribe('1', (message) => heard.second.push(message))
      subscriber.subscribe('2', (message) => heard.other.push(message))
      await settle()
      const messages = Array.from({ length: 20 }, (_, index) => aMessage('1', String(index)))
      for (const message of messages) await publisher.publish(message)
      await settle()
      expect(heard).toEqual({ first: messages, second: messages, other: [] })
    })

    it('tells a listener that was subscribed twice twice, until it leaves', async () => {
      const { publisher, subscriber, settle } = await contract.create()
      const heard: LiveMessage[] = []
      const listener = (message: LiveMessage) => heard.push(message)
      const leave = [subscriber.subscribe('1', listener), subscriber.subscribe('1', listener)]
      await settle()
      await publisher.publish(aMessage('1', 'both'))
      await settle()
      leave[0]?.()
      leave[0]?.()
      await settle()
      await publisher.publish(aMessage('1', 'one'))
      await settle()
      leave[1]?.()
      await settle()
      await publisher.publish(aMessage('1', 'none'))
      await settle()
      expect(heard.map((message) => 'issueId' in message && message.issueId)).toEqual(['both', 'both', 'one'])
    })

    it('publishes to nobody without complaint', async () => {
      const { publisher } = await contract.create()
      await publisher.publish(aMessage('3', '1'))
    })

    it('lets a listener leave while it is being told', async () => {
      const { publisher, subscriber, settle } = await contract.create()
      const heard: string[] = []
      const leave = subscriber.subscribe('1', () => {
        heard.push('leaving')
        leave()
      })
      subscriber.subscribe('1', () => heard.push('staying'))
      await settle()
      await publisher.publish(aMessage('1', '1'))
      await settle()
      await publisher.publish(aMessage('1', '2'))
      await settle()
      expect(heard).toEqual(['leaving', 'staying', 'staying'])
    })
  })
}

function aMessage(organizationId: string, issueId: string): LiveMessage {
  return { topic: 'issue.new', organizationId, projectId: '7', issueId }
}
