import type { Context } from '../context.js'
import type { EventStream } from './event-stream.js'

/** The live streams that an app has open. */
export interface LiveStreams {
  /** Answers how to forget it. A stream that is opened after the end is ended at once. */
  add(stream: EventStream): () => void
  /** How many are open. */
  count(): number
  /** Ends all of them: a server that waits for its connections would wait for ever. */
  end(): void
}

const streams = new WeakMap<Context, LiveStreams>()

/** The live streams of an app; one set for its life. */
export function liveStreamsOf(context: Context): LiveStreams {
  const present = streams.get(context)
  if (present !== undefined) return present
  const made = newLiveStreams()
  streams.set(context, made)
  return made
}

function newLiveStreams(): LiveStreams {
  const open = new Set<EventStream>()
  let isOver = false
  return {
    add: (stream) => {
      if (isOver) stream.end()
      else open.add(stream)
      return () => open.delete(stream)
    },
    count: () => open.size,
    end: () => {
      isOver = true
      for (const stream of [...open]) stream.end()
    },
  }
}
