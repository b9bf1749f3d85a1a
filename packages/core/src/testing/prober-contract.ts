import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Probe, Prober } from '../ports/prober.js'

export interface ProberUnderTest {
  readonly prober: Prober
  /** Is answered. */
  readonly answering: Probe
  /** Is never answered; its time is up within a second. */
  readonly silent: Probe
  /** Nobody is there. */
  readonly absent: Probe
  close(): Promise<void>
}

/** What every `Prober` must do, as a jest suite. */
export function runProberContract(name: string, create: () => Promise<ProberUnderTest>): void {
  describe(`the prober contract: ${name}`, () => {
    const never = new AbortController().signal
    let subject: ProberUnderTest
    beforeAll(async () => {
      subject = await create()
    })
    afterAll(() => subject.close())

    it('tells what answers, with how long it took', async () => {
      const answer = await subject.prober.probe(subject.answering, never)
      expect(answer.isAnswered).toBe(true)
      expect((answer as { timings: { total: number } }).timings.total).toBeGreaterThan(0)
    })

    it('does not reject for what does not answer, in time or at all', async () => {
      expect(await subject.prober.probe(subject.silent, never)).toMatchObject({ isAnswered: false, fault: 'timeout' })
      expect(await subject.prober.probe(subject.absent, never)).toMatchObject({ isAnswered: false, fault: 'network' })
    })

    it('gives up when nobody wants to know any more', async () => {
      const leaving = new AbortController()
      const asked = subject.prober.probe({ ...subject.silent, timeoutMs: 60_000 }, leaving.signal)
      leaving.abort()
      expect(await asked).toMatchObject({ isAnswered: false })
      expect(await subject.prober.probe(subject.answering, leaving.signal)).toMatchObject({ isAnswered: false })
    })
  })
}
