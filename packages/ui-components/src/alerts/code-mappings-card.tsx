import type { CodeMappingInput, CodeMappingJson, IntegrationJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { useId, useState } from 'react'
import { Button, Card, Dialog, Field, Select, TextInput, useToast } from '../primitives/index.js'
import {
  useCodeMappings,
  useDeleteCodeMapping,
  useIntegrationTargets,
  useSaveCodeMapping,
} from '../provider/use-integrations.js'
import { useProjects } from '../provider/use-queries.js'
import { Loaded } from '../screens/loaded.js'
import { Form, fieldError } from '../setup/form.js'
import css from './integrations.module.css'

export interface CodeMappingsCardProps {
  readonly org: string
  readonly integrations: readonly IntegrationJson[]
  readonly mayManage: boolean
}

/** In which repository the source of a project's frames is read. */
export function CodeMappingsCard({ org, integrations, mayManage }: CodeMappingsCardProps) {
  const mappings = useCodeMappings(org)
  const [asked, setAsked] = useState<CodeMappingJson | 'new' | null>(null)
  const removal = useDeleteCodeMapping(org)
  const toast = useToast()
  const hosts = integrations.filter(({ kind }) => kind === 'github' || kind === 'gitlab')
  return (
    <Card
      title="Where the code is"
      isFlush
      actions={
        mayManage ? (
          <Button size="sm" variant="ghost" icon="plus" onClick={() => setAsked('new')}>
            Add<span className="mh-hidden"> a mapping</span>
          </Button>
        ) : undefined
      }
    >
      <Loaded query={mappings}>
        {(all) =>
          all.length === 0 ? (
            <p className={css.entry}>
              Say which repository a project is in, and frames of its stacks link to their lines.
            </p>
          ) : (
            <ul>
              {all.map((mapping) => {
                const repository = visibleText(clip(mapping.repository, 120))
                return (
                  <li key={mapping.id} className={css.entry}>
                    <div className={css.about}>
                      <p className={css.name}>
                        <bdi>{visibleText(clip(mapping.project, 100))}</bdi> → <bdi>{repository}</bdi>
                      </p>
                      <p className={css.note}>
                        {mapping.stackRoot === '' ? (
                          'Paths as they are'
                        ) : (
                          <bdi>{visibleText(clip(mapping.stackRoot, 120))}</bdi>
                        )}
                        {mapping.stackRoot === '' && mapping.sourceRoot === '' ? null : (
                          <>
                            {' becomes '}
                            <bdi>{visibleText(clip(mapping.sourceRoot || 'the root', 120))}</bdi>
                          </>
                        )}
                        {', branch '}
                        <bdi>{visibleText(clip(mapping.branch, 80))}</bdi>
                      </p>
                    </div>
                    {mayManage ? (
                      <div className={css.buttons}>
                        <Button size="sm" onClick={() => setAsked(mapping)}>
                          Change<span className="mh-hidden"> {repository}</span>
                        </Button>
                        <Button
                          size="sm"
                          variant="ghost"
                          busy={removal.isPending && removal.variables === mapping.id}
                          onClick={() =>
                            removal.mutate(mapping.id, {
                              onError: (error) => toast.show({ message: `It stays: ${error.message}`, tone: 'danger' }),
                            })
                          }
                        >
                          Remove<span className="mh-hidden"> {repository}</span>
                        </Button>
                      </div>
                    ) : null}
                  </li>
                )
              })}
            </ul>
          )
        }
      </Loaded>
      {asked === null ? null : (
        <MappingDialog
          org={org}
          hosts={hosts}
          mapping={asked === 'new' ? null : asked}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  )
}

interface MappingDialogProps {
  readonly org: string
  readonly hosts: readonly IntegrationJson[]
  readonly mapping: CodeMappingJson | null
  readonly onClose: () => void
}

const FIELDS = ['project', 'repository', 'stackRoot', 'sourceRoot', 'branch'] as const

function MappingDialog({ org, hosts, mapping, onClose }: MappingDialogProps) {
  const form = useId()
  const list = useId()
  const { data: projects } = useProjects(org)
  const save = useSaveCodeMapping(org)
  const [typed, setTyped] = useState<CodeMappingInput>({
    integrationID: mapping?.integrationID ?? hosts[0]?.id ?? '',
    project: mapping?.project ?? '',
    repository: mapping?.repository ?? '',
    stackRoot: mapping?.stackRoot ?? '',
    sourceRoot: mapping?.sourceRoot ?? '',
    branch: mapping?.branch ?? 'main',
  })
  const targets = useIntegrationTargets(org, typed.integrationID)
  const project = typed.project || (projects?.items[0]?.slug ?? '')
  const change = (part: Partial<CodeMappingInput>) => setTyped({ ...typed, ...part })
  const text = (name: 'repository' | 'stackRoot' | 'sourceRoot' | 'branch', label: string, hint: string) => (
    <Field label={label} hint={hint} error={fieldError(save.error, name)}>
      <TextInput
        required={name === 'repository' || name === 'branch'}
        maxLength={500}
        spellCheck={false}
        autoCapitalize="none"
        {...(name === 'repository' ? { list } : {})}
        value={typed[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </Field>
  )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Where the code is"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <Form
        id={form}
        error={save.error}
        fields={FIELDS}
        onSubmit={() => save.mutate({ id: mapping?.id ?? null, input: { ...typed, project } }, { onSuccess: onClose })}
      >
        <Field label="Code host">
          <Select value={typed.integrationID} onChange={(event) => change({ integrationID: event.target.value })}>
            {hosts.map(({ id, name }) => (
              <option key={id} value={id}>
                {visibleText(clip(name, 100))}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Project" error={fieldError(save.error, 'project')}>
          <Select value={project} onChange={(event) => change({ project: event.target.value })}>
            {projects?.items.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {visibleText(clip(name, 100))}
              </option>
            ))}
          </Select>
        </Field>
        {text('repository', 'Repository', 'Such as acme/web.')}
        <datalist id={list}>
          {targets.data?.map(({ id }) => (
            <option key={id} value={id} />
          ))}
        </datalist>
        {text(
          'stackRoot',
          'Paths of frames begin with',
          'Such as /app/. Empty where they are those of the repository.',
        )}
        {text('sourceRoot', 'In the repository that is', 'Such as packages/web/.')}
        {text('branch', 'Branch', 'Where the release names no commit.')}
      </Form>
    </Dialog>
  )
}
