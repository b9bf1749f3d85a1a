import { AppError, createOrganization, createProject, dsnOf } from '@mishap/core'
import { type Command, Option } from 'commander'
import { organizationBySlug, userByEmail } from './find.js'
import { addOrganizationDeeds } from './organizations.js'
import { answer, type StorageFlags, withContext, withStorageOptions } from './shared.js'

interface OrganizationFlags extends StorageFlags {
  readonly name: string
  readonly owner: string
}

interface ProjectFlags extends StorageFlags {
  readonly org: string
  readonly name: string
  readonly team?: string
  readonly platform?: string
}

/** `mishap org create` and `mishap project create`. */
export function addProjects(program: Command): void {
  const org = program.command('org').alias('orgs').description('organizations')
  addOrganizationDeeds(org)
  withStorageOptions(org.command('create'))
    .description('make an organization')
    .requiredOption('--name <text>', 'its name, of which its slug is made')
    .addOption(new Option('--owner <email>', 'who owns it').env('MISHAP_EMAIL').makeOptionMandatory())
    .addHelpText('after', '\nExample:\n  mishap org create --name Acme --owner ada@example.com\n')
    .action(async (flags: OrganizationFlags) => {
      const { id, name, slug } = await withContext(flags, async (context) => {
        const { id: ownerId } = await userByEmail(context, flags.owner)
        return createOrganization(context, { name: flags.name, ownerId })
      })
      answer(flags, { id, name, slug }, `Made the organization ${name}: ${slug}`)
    })

  const project = program.command('project').description('projects')
  withStorageOptions(project.command('create'))
    .description('make a project and print its DSN')
    .addOption(new Option('--org <slug>', 'whose project it is').env('MISHAP_ORG').makeOptionMandatory())
    .requiredOption('--name <text>', 'its name, of which its slug is made')
    .option('--team <slug>', 'the team that looks after it')
    .option('--platform <platform>', 'such as node, javascript-react or python')
    .addHelpText('after', '\nExample:\n  SENTRY_DSN=$(mishap project create --org acme --name web --platform node)\n')
    .action(async (flags: ProjectFlags) => {
      const made = await withContext(flags, async (context) => {
        const organization = await organizationBySlug(context, flags.org)
        const team =
          flags.team === undefined ? null : await context.storage.teams.getBySlug(organization.id, flags.team)
        if (team === null && flags.team !== undefined)
          throw new AppError(
            'not_found',
            `There is no team ${flags.team} in ${flags.org}. Leave --team out, or name one that exists.`,
          )
        const project = await createProject(context, {
          organization,
          team,
          name: flags.name,
          platform: flags.platform ?? null,
          hasDefaultRule: true,
        })
        const { items } = await context.storage.projects.listKeys(organization.id, project.id, {
          limit: 1,
          cursor: null,
        })
        const [key] = items
        return { ...project, dsn: key === undefined ? null : dsnOf(context.config, key) }
      })
      const { id, name, slug, platform, dsn } = made
      answer(flags, { id, name, slug, platform, organization: flags.org, dsn }, dsn ?? '')
    })
}
