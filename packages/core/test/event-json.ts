import type { EventEntryJson, EventJson } from '../src/client/event-types.js'

type RequestJson = Extract<EventEntryJson, { type: 'request' }>['data']

/** An event as the API has it, with nothing in it but what every one has. */
export function anEventJson(over: Partial<EventJson> = {}): EventJson {
  return {
    id: '1',
    eventID: 'a'.repeat(32),
    projectID: 1,
    groupID: '1',
    title: 'TypeError: x is not a function',
    message: 'TypeError: x is not a function',
    culprit: 'pay',
    type: 'error',
    platform: 'node',
    dateCreated: '2026-01-15T11:00:00Z',
    dateReceived: '2026-01-15T11:00:00Z',
    payloadRemovedAt: null,
    dist: null,
    metadata: {},
    tags: [],
    packages: {},
    contexts: {},
    context: {},
    user: null,
    sdk: null,
    errors: [],
    entries: [],
    ...over,
  }
}

export function aRequestJson(over: Partial<RequestJson> = {}): RequestJson {
  return {
    url: 'https://shop.example/cart',
    method: 'GET',
    headers: [],
    query: [],
    data: null,
    cookies: null,
    env: null,
    fragment: null,
    apiTarget: null,
    bodySize: null,
    protocol: null,
    inferredContentType: null,
    ...over,
  }
}
