import { type ReactNode, useEffect, useRef } from 'react'
import { Card, cx, ErrorState, Icon, Skeleton } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import { useOrganizations, useSession, useSettings } from '../provider/use-queries.js'
import { AccountForm } from './account-form.js'
import { OrganizationForm } from './organization-form.js'
import { ProjectForm } from './project-form.js'
import { ProjectSetup } from './project-setup.js'
import { SETUP_STEPS, type SetupStep, setupPath, setupStep } from './setup-step.js'
import css from './setup-wizard.module.css'

const TITLES: Readonly<Record<SetupStep['step'], string>> = {
  account: 'Your account',
  organization: 'Organization',
  project: 'Project',
  verify: 'First event',
}

const INTROS: Readonly<Record<SetupStep['step'], string>> = {
  account: 'This server has no users yet. The first one may do everything.',
  organization: 'Name who works together here.',
  project: 'What will report its errors?',
  verify: 'Three lines in your app, and the first error shows up here.',
}

/** From an empty server to its first event. Each step has an address of its own and can be come back to. */
export function SetupWizard() {
  const { navigate, useLocation } = useNavigation()
  const { search } = useLocation()
  const settings = useSettings()
  const needsSetup = settings.data?.needsSetup
  const session = useSession(needsSetup === false)
  const isSignedIn = session.data?.isAuthenticated === true
  const organizations = useOrganizations(isSignedIn)
  const isWhoKnown = session.data !== undefined && (!isSignedIn || organizations.data !== undefined)
  const isKnown = needsSetup === true || (needsSetup === false && isWhoKnown)
  const step = isKnown
    ? setupStep(search, {
        needsSetup,
        isSignedIn,
        ownOrg: organizations.data?.items[0]?.slug ?? null,
      })
    : null

  useEffect(() => {
    if (step === 'login') navigate(paths.login(`/setup${search}`), { replace: true })
    if (step === 'done') navigate(paths.home(), { replace: true })
  }, [step, search, navigate])

  const error = settings.error ?? session.error ?? organizations.error
  if (error !== null) return <ErrorState error={error} onRetry={() => void settings.refetch()} />
  if (step === null || typeof step === 'string') return <Skeleton lines={6} />
  const go = (next: SetupStep) => navigate(setupPath(next))
  return (
    <div className={cx(css.wizard, css[step.step])}>
      <Steps current={step.step} />
      <StepHeading key={step.step} title={TITLES[step.step]} intro={INTROS[step.step]} />
      {step.step === 'account' ? (
        <Card>
          <AccountForm
            isTokenRequired={settings.data?.setupTokenRequired === true}
            token={new URLSearchParams(search).get('token') ?? ''}
            onDone={() => go({ step: 'organization' })}
          />
        </Card>
      ) : null}
      {step.step === 'organization' ? (
        <Card>
          <OrganizationForm onDone={({ slug }) => go({ step: 'project', org: slug })} />
        </Card>
      ) : null}
      {step.step === 'project' ? (
        <Card>
          <ProjectForm org={step.org} onDone={({ slug }) => go({ step: 'verify', org: step.org, project: slug })} />
        </Card>
      ) : null}
      {step.step === 'verify' ? (
        <>
          <ProjectSetup org={step.org} project={step.project} />
          <p className={css.skip}>
            <AppLink to={paths.issues(step.org)}>Skip this and look around</AppLink>
          </p>
        </>
      ) : null}
    </div>
  )
}

function Steps({ current }: { readonly current: SetupStep['step'] }): ReactNode {
  const at = SETUP_STEPS.indexOf(current)
  return (
    <ol aria-label="Steps" className={css.steps}>
      {SETUP_STEPS.map((step, index) => (
        <li key={step} aria-current={step === current ? 'step' : undefined} data-done={index < at} className={css.step}>
          <span className={css.number} aria-hidden="true">
            {index < at ? <Icon name="check" size={11} /> : index + 1}
          </span>
          <span className={css.name}>{TITLES[step]}</span>
          {index < at ? <span className="mh-hidden">, done</span> : null}
        </li>
      ))}
    </ol>
  )
}

function StepHeading({ title, intro }: { readonly title: string; readonly intro: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <div className={css.heading}>
      <h1 ref={heading} tabIndex={-1} className={css.title}>
        {title}
      </h1>
      <p className={css.intro}>{intro}</p>
    </div>
  )
}
