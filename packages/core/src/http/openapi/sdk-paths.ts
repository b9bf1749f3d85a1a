import type { Operation } from './operation.js'

/** Where SDKs send: found before the table of routes is asked, and described by Sentry's protocol. */
export const SDK_PATHS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/api/{project}/envelope/': { post: taking('sendEnvelope', 'An envelope of any items.') },
  '/api/{project}/store/': { post: taking('sendEvent', 'One event, as older SDKs send it.') },
  '/api/{project}/security/': { post: taking('sendSecurityReport', 'A report of a browser, such as of CSP.') },
  '/api/{project}/minidump/': { post: taking('sendMinidump', 'A crash report of a native program.') },
}

function taking(operationId: string, description: string): Operation {
  return {
    operationId,
    summary: description,
    description: 'An answer of 200 means that it is kept. A limit answers 429 with `X-Sentry-Rate-Limits`.',
    tags: ['SDKs'],
    security: [{ dsn: [] }],
    'x-auth': { kind: 'public' },
    parameters: [
      { name: 'project', in: 'path', required: true, description: 'Id of the project.', schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: 'Kept',
        content: { 'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } } },
      },
      default: { $ref: '#/components/responses/Error' },
    },
  }
}
