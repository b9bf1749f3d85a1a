import type { GroupingSettingsJson } from '@mishap/core/client'
import { ruleFaults } from '@mishap/core/format'
import { useDeferredValue, useMemo, useState } from 'react'
import { useToast } from '../primitives/index.js'
import { usePreviewGrouping, useUpdateGrouping } from '../provider/use-grouping.js'
import { FingerprintHelp, StackHelp } from '../rules/grammar-help.js'
import { GroupingResult } from '../rules/grouping-result.js'
import { RulesEditor } from '../rules/rules-editor.js'
import { RulesForm } from './rules-form.js'

export interface GroupingRulesProps {
  readonly org: string
  readonly project: string
  readonly saved: GroupingSettingsJson
}

type Draft = Pick<GroupingSettingsJson, 'fingerprintRules' | 'stackRules'>

/** The two texts of rules, tried on stored events before they are saved. */
export function GroupingRules({ org, project, saved }: GroupingRulesProps) {
  const [changed, setChanged] = useState<Partial<Draft>>({})
  const draft = { fingerprintRules: saved.fingerprintRules, stackRules: saved.stackRules, ...changed }
  const faults = useFaults(draft)
  const preview = usePreviewGrouping(org, project)
  const update = useUpdateGrouping(org, project)
  const toast = useToast()
  const isChanged = draft.fingerprintRules !== saved.fingerprintRules || draft.stackRules !== saved.stackRules
  const tried = preview.variables
  const isStale = tried?.fingerprintRules !== draft.fingerprintRules || tried?.stackRules !== draft.stackRules
  const save = () =>
    update.mutate(draft, {
      onSuccess: () => {
        setChanged({})
        preview.reset()
        toast.show({ message: 'Saved. New events are grouped by it within ten seconds.', durationMs: 4000 })
      },
    })
  return (
    <RulesForm
      title="Rules"
      note="Where the engine groups otherwise than you would, say so here. Rules are for events from now on."
      isChanged={isChanged}
      hasFaults={faults.length > 0}
      update={update}
      preview={preview}
      onTry={() => preview.mutate(draft)}
      onSave={save}
      result={(found) => <GroupingResult org={org} preview={found} isStale={isStale} />}
    >
      <RulesEditor
        label="Fingerprint rules"
        hint="What certain events are grouped by, instead of their stack or text. The first rule that fits decides."
        placeholder='error.type:TimeoutError stack.function:"pay*" -> payment-timeout'
        value={draft.fingerprintRules}
        faults={faults.filter(({ rules }) => rules === 'fingerprint')}
        onChange={(fingerprintRules) => setChanged((before) => ({ ...before, fingerprintRules }))}
      />
      <FingerprintHelp />
      <RulesEditor
        label="Stack rules"
        hint="Which frames of a stack count. All rules that fit are applied, a later one over an earlier."
        placeholder="stack.abs_path:**/generated/** -group"
        value={draft.stackRules}
        faults={faults.filter(({ rules }) => rules === 'stack')}
        onChange={(stackRules) => setChanged((before) => ({ ...before, stackRules }))}
      />
      <StackHelp />
    </RulesForm>
  )
}

/** Told as one types, by what the server reads rules with, too. */
function useFaults({ fingerprintRules, stackRules }: Draft) {
  const fingerprint = useDeferredValue(fingerprintRules)
  const stack = useDeferredValue(stackRules)
  return useMemo(() => ruleFaults({ fingerprint, stack }), [fingerprint, stack])
}
