import type { IntegrationKind } from '../../ports/integrations.js'
import { github } from './github.js'
import { gitlab } from './gitlab.js'
import type { Host } from './host.js'
import { jira } from './jira.js'
import { slack } from './slack.js'

export const HOSTS: Readonly<Record<IntegrationKind, Host>> = { github, gitlab, jira, slack }
