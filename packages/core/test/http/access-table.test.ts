import { describe, expect, it } from '@jest/globals'
import { routes } from '../../src/http/routes/index.js'
import type { Route } from '../../src/http/types.js'

/**
 * Who may call the operations that GlitchTip has as well: the least role in the organization, and the scopes of which a token
 * needs one. What is stricter than there: accounts and addresses are changed in a browser only.
 */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  account: [
    'GET /users/',
    'GET /users/:user/',
    'GET /users/:user/emails/',
    'GET /users/:user/notifications/',
    'GET /users/:user/notifications/alerts/',
    'GET /users/:user/notifications/matrix/',
    'POST /accept/:invitation/:token/',
    'PUT /users/:user/',
    'PUT /users/:user/notifications/',
    'PUT /users/:user/notifications/alerts/',
    'PUT /users/:user/notifications/matrix/',
  ],
  'admin, org:write|admin': ['POST /organizations/:org/repos/'],
  'admin, project:admin': [
    'DELETE /projects/:org/:project/',
    'DELETE /projects/:org/:project/alerts/:alert/',
    'DELETE /projects/:org/:project/keys/:key/',
  ],
  'admin, project:write|admin': ['POST /teams/:org/:team/projects/'],
  'admin, team:admin': ['DELETE /teams/:org/:team/'],
  'admin, team:write|admin org:write|admin': ['POST /organizations/:org/teams/'],
  'manager, member:write|admin': ['POST /organizations/:org/members/', 'PUT /organizations/:org/members/:member/'],
  'manager, org:admin': ['DELETE /organizations/:org/', 'POST /import/'],
  'manager, org:write|admin': ['PUT /organizations/:org/'],
  'manager, project:admin': [
    'DELETE /projects/:org/:project/teams/:team/',
    'POST /projects/:org/:project/teams/:team/',
  ],
  'member, event:admin': [
    'DELETE /issues/:issue/comments/:comment/',
    'DELETE /organizations/:org/issues/:issue/hashes/',
  ],
  'member, event:read|write|admin': [
    'GET /issues/:issue/',
    'GET /issues/:issue/comments/',
    'GET /issues/:issue/commits/',
    'GET /issues/:issue/events/',
    'GET /issues/:issue/events/:event/',
    'GET /issues/:issue/tags/',
    'GET /issues/:issue/user-reports/',
    'GET /organizations/:org/issues-stats/',
    'GET /organizations/:org/issues/',
    'GET /organizations/:org/issues/:issue/events/:event/json/',
    'GET /organizations/:org/issues/:issue/hashes/',
    'GET /projects/:org/:project/events/',
    'GET /projects/:org/:project/events/:event/',
    'GET /projects/:org/:project/issues/',
    'GET /organizations/:org/mutes/',
  ],
  'member, event:write|admin': [
    'DELETE /organizations/:org/mutes/:mute/',
    'POST /organizations/:org/mutes/',
    'DELETE /issues/:issue/',
    'DELETE /organizations/:org/issues/',
    'POST /issues/:issue/comments/',
    'PUT /issues/:issue/',
    'PUT /issues/:issue/comments/:comment/',
    'PUT /organizations/:org/issues/',
    'PUT /organizations/:org/issues/:issue/',
  ],
  'member, member:admin': ['DELETE /organizations/:org/members/:member/'],
  'member, member:read|write|admin': [
    'GET /organizations/:org/members/',
    'GET /organizations/:org/members/:member/',
    'GET /teams/:org/:team/members/',
  ],
  'member, org:read|write|admin': [
    'GET /organizations/',
    'GET /organizations/:org/',
    'GET /organizations/:org/environments/',
    'GET /organizations/:org/repos/',
    'GET /organizations/:org/stats_v2/',
  ],
  'member, org:write|admin': ['POST /organizations/'],
  'member, project:read|write|admin': [
    'GET /organizations/:org/alert-coverage/',
    'GET /organizations/:org/alerts/',
    'GET /organizations/:org/projects/',
    'GET /projects/',
    'GET /projects/:org/:project/',
    'GET /projects/:org/:project/alerts/',
    'GET /projects/:org/:project/alerts/:alert/',
    'GET /organizations/:org/channels/',
    'GET /organizations/:org/deliveries/',
    'GET /organizations/:org/deliveries/:delivery/',
    'GET /projects/:org/:project/alerts/:alert/deliveries/',
    'GET /projects/:org/:project/environments/',
    'GET /projects/:org/:project/keys/',
    'GET /projects/:org/:project/keys/:key/',
    'GET /teams/:org/:team/projects/',
  ],
  // GlitchTip wants no scope at all for monitors.
  'member, project:read|write|admin org:read|write|admin': [
    'GET /organizations/:org/maintenance-windows/',
    'GET /organizations/:org/maintenance-windows/:maintenance/',
    'GET /organizations/:org/monitors/',
    'GET /organizations/:org/status-pages/',
    'GET /organizations/:org/monitors/:monitor/',
    'GET /organizations/:org/monitors/:monitor/checks/',
    'GET /organizations/:org/monitors/:monitor/coverage/',
    'GET /organizations/:org/monitors/:monitor/history/',
    'GET /organizations/:org/monitor-uptime/',
    'GET /organizations/:org/incidents/',
    'GET /organizations/:org/incidents/:incident/',
    'GET /organizations/:org/incidents/:incident/issues/',
    'GET /organizations/:org/monitors/:monitor/check-ins/',
  ],
  'member, project:write|admin org:write|admin': [
    'DELETE /organizations/:org/maintenance-windows/:maintenance/',
    'DELETE /organizations/:org/monitors/:monitor/',
    'POST /organizations/:org/maintenance-windows/',
    'POST /organizations/:org/monitors/',
    'POST /organizations/:org/status-pages/',
    'POST /organizations/:org/incidents/',
    'POST /organizations/:org/incidents/:incident/updates/',
    'PUT /organizations/:org/incidents/:incident/',
    'POST /organizations/:org/monitors/:monitor/check/',
    'POST /organizations/:org/monitors/bulk/',
    'PUT /organizations/:org/maintenance-windows/:maintenance/',
    'POST /organizations/:org/monitors/test/',
    'PUT /organizations/:org/monitors/:monitor/',
  ],
  // GlitchTip wants project:releases to read them as well.
  'member, project:releases|read|write|admin': [
    'GET /organizations/:org/releases/',
    'GET /organizations/:org/releases/:version/',
    'GET /organizations/:org/releases/:version/commits/',
    'GET /organizations/:org/releases/:version/deploys/',
    'GET /projects/:org/:project/releases/',
    'GET /projects/:org/:project/releases/:version/',
  ],
  'member, project:releases': [
    'DELETE /organizations/:org/releases/:version/',
    'DELETE /projects/:org/:project/releases/:version/',
    'POST /organizations/:org/releases/',
    'POST /organizations/:org/releases/:version/commits/',
    'POST /organizations/:org/releases/:version/deploys/',
    'POST /projects/:org/:project/releases/',
    'PUT /organizations/:org/releases/:version/',
    'PUT /projects/:org/:project/releases/:version/',
  ],
  'member, project:write|admin': [
    'POST /organizations/:org/deliveries/:delivery/retry/',
    'POST /projects/:org/:project/alerts/',
    'POST /projects/:org/:project/alerts/:alert/test/',
    'POST /projects/:org/:project/alerts/back-test/',
    'POST /projects/:org/:project/keys/',
    'PUT /projects/:org/:project/',
    'PUT /projects/:org/:project/alerts/:alert/',
    'PUT /projects/:org/:project/environments/:environment/',
    'PUT /projects/:org/:project/keys/:key/',
  ],
  'member, team:read|write|admin': ['GET /teams/:org/:team/'],
  'member, team:read|write|admin org:read|write|admin': [
    'GET /organizations/:org/teams/',
    'GET /projects/:org/:project/teams/',
  ],
  'member, team:write|admin': [
    'DELETE /organizations/:org/members/:member/teams/:team/',
    'POST /organizations/:org/members/:member/teams/:team/',
    'PUT /teams/:org/:team/',
  ],
  'owner, member:admin': ['POST /organizations/:org/members/:member/set_owner/'],
  public: [
    'DELETE /wizard/:hash/',
    'GET /',
    'GET /accept/:invitation/:token/',
    'GET /api/settings/',
    'GET /wizard/',
    'GET /wizard/:hash/',
    'GET /organizations/:org/heartbeat_check/:endpoint/',
    'POST /organizations/:org/heartbeat_check/:endpoint/',
  ],
  session: [
    'DELETE /api-tokens/:token/',
    'DELETE /users/:user/',
    'DELETE /users/:user/emails/',
    'GET /api-tokens/',
    'POST /api-tokens/',
    'POST /users/:user/emails/',
    'POST /users/:user/emails/confirm/',
    'POST /wizard-set-token/',
    'PUT /users/:user/emails/',
  ],
}

const rowsOf = (table: typeof TABLE) =>
  Object.entries(table)
    .flatMap(([rule, paths]) => paths.map((path) => `${path}: ${rule}`))
    .sort()

describe('the table of roles and scopes', () => {
  it('is what the routes declare', () => {
    const known = new Set(Object.values(TABLE).flat())
    const declared = routes
      .filter((route) => known.has(nameOf(route)))
      .map((route) => `${nameOf(route)}: ${ruleOf(route)}`)
    expect(declared.sort()).toEqual(rowsOf(TABLE))
  })
})

function nameOf({ method, path }: Route): string {
  return `${method} ${path.replace(/^\/api\/0/, '')}`
}

function ruleOf({ auth }: Route): string {
  if (auth.kind !== 'user') return auth.kind
  const kinds = [...new Set(auth.scopes.map((scope) => scope.split(':')[0]))]
  const scopes = kinds.map((kind) => {
    const own = auth.scopes.filter((scope) => scope.startsWith(`${kind}:`))
    return `${kind}:${own.map((scope) => scope.split(':')[1]).join('|')}`
  })
  return `${auth.role}, ${scopes.join(' ')}`
}
