import { availableParallelism } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import { errorCode } from '@mishap/core'
import { type Flags, isLoopback, readSettings, type Settings } from './env.js'

const SECRET = 'x'.repeat(32)
const SHARED = { DATABASE_URL: 'postgres://db/mishap', REDIS_URL: 'redis://cache' }

function faultsOf(env: Record<string, string>, flags: Flags = {}): string[] {
  try {
    readSettings(env, flags)
  } catch (error) {
    expect(errorCode(error)).toBe('config')
    return (error as Error).message.split('\n')
  }
  return []
}

describe('settings', () => {
  it('need nothing at all', () => {
    expect(readSettings({})).toEqual({
      role: 'all',
      bufferKind: 'journal',
      port: 8000,
      host: null,
      url: null,
      dataDir: 'mishap-data',
      databaseUrl: null,
      metricsPort: null,
      healthFile: null,
      leaveMs: 0,
      marks: { diskLowBytes: null, diskStopBytes: null, maxWaitingBytes: null },
      blobKind: null,
      blobDir: null,
      poolSize: 10,
      preparedStatements: true,
      statementTimeoutMs: null,
      redisUrl: null,
      secretKey: null,
      users: [],
      mail: null,
      allowPrivateAddresses: false,
      logFormat: 'text',
      postgresBinDir: null,
      threads: Math.min(2, Math.max(0, availableParallelism() - 1)),
    })
  })

  it('prefer options to the environment', () => {
    const flags = { port: '1', host: '::', data: '/a', databaseUrl: 'postgres://a/b', redisUrl: 'redis://a' }
    const env = { PORT: '2', HOST: 'b', MISHAP_DATA_DIR: '/b', DATABASE_URL: 'postgres://b/b', REDIS_URL: 'redis://b' }
    expect(readSettings(env, flags)).toMatchObject({
      port: 1,
      host: '::',
      dataDir: '/a',
      databaseUrl: 'postgres://a/b',
      redisUrl: 'redis://a',
    })
  })

  it.each<[string, Record<string, string>, Partial<Settings>]>([
    ['an empty variable counts as not set', { PORT: '', REDIS_URL: ' ' }, { port: 8000, redisUrl: null }],
    [
      'mail goes to a server',
      { EMAIL_URL: 'smtps://ada:p%40ss@mail.example', MISHAP_EMAIL_FROM: 'Errors <e@example.com>' },
      { mail: { url: 'smtps://ada:p%40ss@mail.example', from: 'Errors <e@example.com>' } },
    ],
    [
      "Django's ways to ask for encryption are understood",
      { EMAIL_URL: 'smtp+tls://mail.example:587', DEFAULT_FROM_EMAIL: 'e@example.com' },
      { mail: { url: 'smtp://mail.example:587?requireTLS=true', from: 'e@example.com' } },
    ],
    ['mail to the console is no mail', { EMAIL_URL: 'consolemail://' }, { mail: null }],
    [
      'a mail server may be named by its parts',
      {
        EMAIL_HOST: 'mail',
        EMAIL_HOST_USER: 'a@b',
        EMAIL_HOST_PASSWORD: 'p:w',
        EMAIL_USE_TLS: 'True',
        EMAIL_PORT: '587',
      },
      { mail: { url: 'smtp://a%40b:p%3Aw@mail:587?requireTLS=true', from: 'mishap@localhost' } },
    ],
    [
      'providers to sign in by are numbered',
      {
        MISHAP_PROVIDER_10_KIND: 'github',
        MISHAP_PROVIDER_10_CLIENT_ID: 'b',
        MISHAP_PROVIDER_2_KIND: 'oidc',
        MISHAP_PROVIDER_2_ID: 'sso',
        MISHAP_PROVIDER_2_NAME: 'Acme',
        MISHAP_PROVIDER_2_CLIENT_ID: 'a',
        MISHAP_PROVIDER_2_CLIENT_SECRET: 's',
        MISHAP_PROVIDER_2_ISSUER: 'https://sso.example',
        MISHAP_PROVIDER_2_SCOPES: 'groups roles',
        MISHAP_PROVIDER_2_SIGN_UP: 'true',
        MISHAP_PROVIDER_2_TRUST_SECOND_FACTOR: 'true',
        MISHAP_PROVIDER_2_ORGANIZATION: 'acme',
        MISHAP_PROVIDER_2_DOMAINS: 'acme.example, acme.test',
        MISHAP_PROVIDER_2_ROLE: 'none',
        MISHAP_PROVIDER_2_GROUP_ROLES: 'cn=leads, ou=x=owner',
      },
      {
        signInProviders: [
          {
            ...{
              kind: 'oidc',
              id: 'sso',
              name: 'Acme',
              clientId: 'a',
              clientSecret: 's',
              issuer: 'https://sso.example',
            },
            ...{ scopes: ['groups', 'roles'], opensSignUp: true, trustsSecondFactor: true },
            joining: {
              organization: 'acme',
              emailDomains: ['acme.example', 'acme.test'],
              role: null,
              groupRoles: { 'cn=leads, ou=x': 'owner' },
            },
          },
          { kind: 'github', clientId: 'b' },
        ],
      },
    ],
    ['passwords may open nothing', { MISHAP_ALLOW_PASSWORDS: 'false' }, { allowPasswords: false }],
    ['invitations may be skipped', { MISHAP_SKIP_INVITATIONS: 'true' }, { skipInvitations: true }],
    ['localhost means both loopback addresses', { HOST: 'localhost' }, { host: null }],
    ['brackets around an address are taken off', { HOST: '[::1]' }, { host: '::1' }],
    [
      'a slash at the end of the URL is taken off',
      { MISHAP_URL: 'https://a.example/m/' },
      { url: 'https://a.example/m' },
    ],
    ['GLITCHTIP_DOMAIN is the URL', { GLITCHTIP_DOMAIN: 'https://a.example' }, { url: 'https://a.example' }],
    ['our name wins over an alias', { APP_URL: 'http://b', MISHAP_URL: 'http://a' }, { url: 'http://a' }],
    ['a prefix is put behind a bare URL', { APP_URL: 'http://a', BASE_PATH: 'e/' }, { url: 'http://a/e' }],
    ['VALKEY_URL is Redis', { VALKEY_URL: 'valkey://a:1/2' }, { redisUrl: 'redis://a:1/2' }],
    ['Redis may come in parts', { REDIS_HOST: 'a', REDIS_PASSWORD: 'p@' }, { redisUrl: 'redis://:p%40@a:6379/0' }],
    [
      'the database may come in parts',
      { DATABASE_HOST: 'db', DATABASE_NAME: 'g', DATABASE_USER: 'u', DATABASE_PASSWORD: 'p/w' },
      { databaseUrl: 'postgres://u:p%2Fw@db:5432/g' },
    ],
    [
      'a whole database URL wins over parts',
      { DATABASE_URL: 'postgresql://a/b', DATABASE_HOST: 'c' },
      { databaseUrl: 'postgresql://a/b' },
    ],
    ['statements are given so many seconds', { MISHAP_STATEMENT_SECONDS: '120' }, { statementTimeoutMs: 120_000 }],
    ['SESSION_COOKIE_AGE is in seconds', { SESSION_COOKIE_AGE: '86400' }, { sessionTtlDays: 1 }],
    ['GLITCHTIP_RETENTION_DAYS is the retention', { GLITCHTIP_RETENTION_DAYS: '30' }, { retentionDays: 30 }],
    ['a project may hold so much', { MISHAP_MAX_PROJECT_BYTES: '0' }, { projectLimits: { maxBytes: 0 } }],
    ['kinds have days of their own', { MISHAP_RETENTION_ISSUE_DAYS: '365' }, { retention: { issues: 365 } }],
    [
      'guards have marks in bytes',
      { MISHAP_DISK_STOP_BYTES: '0', MISHAP_MAX_WAITING_BYTES: '50000000' },
      { marks: { diskLowBytes: null, diskStopBytes: 0, maxWaitingBytes: 50_000_000 } },
    ],
    ['ENABLE_USER_REGISTRATION opens registration', { ENABLE_USER_REGISTRATION: 'True' }, { openRegistration: true }],
    [
      'a payload limit is in bytes',
      { GLITCHTIP_MAX_UNZIPPED_PAYLOAD_SIZE: '2500000' },
      { limits: { maxEventBytes: 2_500_000 } },
    ],
    [
      'requests have limits of their own',
      { MISHAP_MAX_BODY_BYTES: '1000000', MISHAP_MAX_ITEMS: '16', MISHAP_MAX_ATTACHMENT_BYTES: '5000' },
      { limits: { maxWireBytes: 1_000_000, maxItems: 16, maxAttachmentBytes: 5000 } },
    ],
  ])('%s', (_, env, expected) => {
    expect(readSettings(env)).toMatchObject(expected)
  })

  it.each<[string, Record<string, string>, Partial<Settings>]>([
    ['a worker keeps events in Redis', { MISHAP_ROLE: 'worker' }, { role: 'worker', bufferKind: 'redis' }],
    ['SERVER_ROLE is the role', { SERVER_ROLE: 'web' }, { role: 'web', bufferKind: 'redis' }],
    ['all_in_one is all', { SERVER_ROLE: 'all_in_one' }, { role: 'all', bufferKind: 'journal' }],
    ['files may lie in the database', { MISHAP_BLOBS: 'database' }, { blobKind: 'database', blobDir: null }],
    ['a directory for files is used', { ...SHARED, MISHAP_BLOB_DIR: '/srv' }, { blobKind: 'files', blobDir: '/srv' }],
    ['all may keep events in Redis too', { MISHAP_BUFFER: 'redis' }, { role: 'all', bufferKind: 'redis' }],
  ])('%s', (_, env, expected) => {
    expect(readSettings({ ...env, ...SHARED })).toMatchObject(expected)
  })

  it('name what the processes of a split server have to share', () => {
    expect(faultsOf({}, { role: 'web' })).toEqual([
      'DATABASE_URL: wanted the database that all processes share, in the role web, found none',
      'REDIS_URL: wanted the Redis in which events wait, in the role web, found none',
    ])
    expect(faultsOf({ ...SHARED, MISHAP_BLOBS: 'files' }, { role: 'web' })).toEqual([
      'MISHAP_BLOB_DIR: wanted a directory that all processes share, in the role web, found none',
    ])
    expect(faultsOf(SHARED, { role: 'worker', buffer: 'journal' })).toEqual([
      '--buffer: wanted redis or nothing, in the role worker, found "journal", which belongs to one process',
    ])
    expect(faultsOf({ MISHAP_BUFFER: 'redis' })).toEqual([
      'REDIS_URL: wanted the Redis in which events wait, with the buffer redis, found none',
    ])
  })

  it.each<[Record<string, string>, string]>([
    [{ MISHAP_ROLE: 'beat' }, 'MISHAP_ROLE: wanted web, worker or all, found "beat"'],
    [{ PORT: 'eight' }, 'PORT: wanted a whole number from 0 to 65535, found "eight"'],
    [{ PORT: '70000' }, 'PORT: wanted a whole number from 0 to 65535, found "70000"'],
    [{ HOST: 'a b' }, 'HOST: wanted an address to listen on, such as localhost, 0.0.0.0 or ::, found "a b"'],
    [
      { MISHAP_URL: 'errors.example.com' },
      'MISHAP_URL: wanted an absolute URL, such as https://errors.example.com, found "errors.example.com"',
    ],
    [
      { MISHAP_URL: 'ftp://a' },
      'MISHAP_URL: wanted an absolute URL, such as https://errors.example.com, found "ftp://a"',
    ],
    [
      { DATABASE_URL: 'mysql://u:secret@h/d' },
      'DATABASE_URL: wanted a URL such as postgres://user:password@host:5432/mishap, found something else',
    ],
    [
      { REDIS_URL: 'localhost:6379' },
      'REDIS_URL: wanted a URL such as redis://:password@host:6379/0, or rediss:// for TLS, found something else',
    ],
    [
      { SECRET_KEY: 'change_me' },
      'SECRET_KEY: wanted at least 32 characters (`openssl rand -hex 32` makes some), or none for one that is kept in the data directory, found something else',
    ],
    [
      { SECRET_KEY_FALLBACKS: `${'k'.repeat(32)}, short` },
      'SECRET_KEY_FALLBACKS: wanted secrets of at least 32 characters, with commas between them, found something else',
    ],
    [{ MISHAP_LOG_FORMAT: 'xml' }, 'MISHAP_LOG_FORMAT: wanted text or json, found "xml"'],
    [{ MISHAP_TRUST_PROXY: 'maybe' }, 'MISHAP_TRUST_PROXY: wanted true or false, found "maybe"'],
    [{ MISHAP_RETENTION_DAYS: '0' }, 'MISHAP_RETENTION_DAYS: wanted a whole number of at least 1, found "0"'],
    [
      { MISHAP_PROVIDER_1_KIND: 'oidc' },
      'MISHAP_PROVIDER_1_CLIENT_ID: wanted this for a provider to sign in by, found none',
    ],
    [
      { MISHAP_PROVIDER_1_CLIENT_ID: 'x' },
      'MISHAP_PROVIDER_1_KIND: wanted this for a provider to sign in by, found none',
    ],
    [
      { MISHAP_PROVIDER_1_CLIENT_ID: 'x', MISHAP_PROVIDER_1_KIND: 'myspace' },
      'MISHAP_PROVIDER_1_KIND: wanted oidc or github or gitlab or google or microsoft, found "myspace"',
    ],
    [
      { MISHAP_PROVIDER_1_CLIENT_ID: 'x', MISHAP_PROVIDER_1_KIND: 'google', MISHAP_PROVIDER_1_GROUP_ROLES: 'a=king' },
      'MISHAP_PROVIDER_1_GROUP_ROLES: wanted groups with their roles, such as admins=owner;developers=member, of member, admin, manager, owner, found "a=king"',
    ],
    [{ BASE_PATH: '/a?b' }, 'BASE_PATH: wanted a path, such as /errors, found "/a?b"'],
    [
      { MISHAP_USER_1_EMAIL: 'ada@example.com' },
      'MISHAP_USER_1_PASSWORD: wanted this or MISHAP_USER_1_TOKEN, found neither',
    ],
    [{ MISHAP_USER_1_TOKEN: 'token' }, 'MISHAP_USER_1_EMAIL: wanted an e-mail address, found ""'],
    [
      { MISHAP_USER_1_EMAIL: 'ada@example.com', MISHAP_USER_1_PASSWORD: 'short' },
      'MISHAP_USER_1_PASSWORD: wanted at least 8 characters, found 5',
    ],
  ])('%j is refused with a fix', (env, fault) => {
    expect(faultsOf(env)).toEqual([fault])
  })

  it('want a port of its own for metrics', () => {
    expect(faultsOf({ PORT: '9090', METRICS_PORT: '9090' })).toEqual([
      "MISHAP_METRICS_PORT: wanted another port than the server's, found 9090 for both",
    ])
    expect(readSettings({ PORT: '0', METRICS_PORT: '0' })).toMatchObject({ port: 0, metricsPort: 0 })
  })

  it('say who may read metrics', () => {
    expect(readSettings({ METRICS_TOKEN: 't'.repeat(16), METRICS_ALLOW: '127.0.0.0/8, ::1' })).toMatchObject({
      ...{ metrics: { token: 't'.repeat(16), allow: ['127.0.0.0/8', '::1'], compat: false } },
    })
    expect(readSettings({ ENABLE_OBSERVABILITY_API: 'True' })).toMatchObject({ metrics: { compat: true, token: null } })
    expect(readSettings({ WORKER_HEALTH_FILE: '/tmp/a' }, { healthFile: '/tmp/b' }).healthFile).toBe('/tmp/b')
  })

  it('tell every fault at once, options included', () => {
    expect(faultsOf({ HOST: '?', SECRET_KEY: 'short' }, { port: 'x', databaseUrl: 'no' })).toEqual([
      expect.stringMatching(/^--port: /),
      expect.stringMatching(/^HOST: /),
      expect.stringMatching(/^--database-url: /),
      expect.stringMatching(/^SECRET_KEY: /),
    ])
  })

  it('name users in the order of their numbers', () => {
    const env = {
      MISHAP_USER_10_EMAIL: 'j@example.com',
      MISHAP_USER_10_TOKEN: 'token',
      MISHAP_USER_2_EMAIL: 'b@example.com',
      MISHAP_USER_2_PASSWORD: 'long enough',
      SECRET_KEY: SECRET,
    }
    expect(readSettings(env).users).toEqual([
      { email: 'b@example.com', password: 'long enough', token: null },
      { email: 'j@example.com', password: null, token: 'token' },
    ])
  })
})

describe('loopback', () => {
  it.each([null, 'localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each(['0.0.0.0', '::', '192.168.1.2', '127.0.0.1.example.com', 'example.com'])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})
