import type { CronScheduleJson } from '@mishap/core/client'

/** How something says that it lives, in one language or tool. */
export interface TellSnippet {
  readonly id: string
  readonly name: string
  /** Where the code stands. */
  readonly file: string
  readonly code: string
}

/** Calls to `endpoint`, which is an address without spaces or quotes. */
export function heartbeatSnippets(endpoint: string): readonly TellSnippet[] {
  const call = `curl -fsS -m 10 --retry 3 -X POST ${endpoint}`
  const host = /^https:\/\//.test(endpoint) ? 'https' : 'http'
  return [
    { id: 'curl', name: 'curl', file: 'shell', code: `${call} > /dev/null` },
    { id: 'cron', name: 'cron', file: 'crontab -e', code: `0 3 * * * /usr/local/bin/backup.sh && ${call} > /dev/null` },
    {
      ...{ id: 'systemd', name: 'systemd', file: '/etc/systemd/system/backup.service' },
      code: `[Service]\nType=oneshot\nExecStart=/usr/local/bin/backup.sh\n# Only runs where the job ended well.\nExecStartPost=/usr/bin/${call}`,
    },
    {
      ...{ id: 'github', name: 'GitHub Actions', file: '.github/workflows/backup.yml' },
      code: `      - name: Say that it lives\n        if: success()\n        run: ${call} > /dev/null`,
    },
    {
      ...{ id: 'kubernetes', name: 'Kubernetes', file: 'cronjob.yaml' },
      code: [
        'apiVersion: batch/v1',
        'kind: CronJob',
        'metadata:',
        '  name: backup',
        'spec:',
        "  schedule: '0 3 * * *'",
        '  jobTemplate:',
        '    spec:',
        '      template:',
        '        spec:',
        '          restartPolicy: OnFailure',
        '          initContainers:',
        '            - name: backup',
        '              image: registry.example.com/backup:1',
        '          containers:',
        '            - name: say-so',
        '              image: curlimages/curl:8.15.0',
        `              args: ['-fsS', '-m', '10', '--retry', '3', '-X', 'POST', '${endpoint}']`,
      ].join('\n'),
    },
    {
      ...{ id: 'node', name: 'Node', file: 'JavaScript' },
      code: `await fetch('${endpoint}', { method: 'POST', signal: AbortSignal.timeout(10_000) })`,
    },
    {
      ...{ id: 'python', name: 'Python', file: 'Python 3' },
      code: `import urllib.request\n\nurllib.request.urlopen("${endpoint}", data=b"", timeout=10)`,
    },
    {
      ...{ id: 'go', name: 'Go', file: 'Go' },
      code: `client := http.Client{Timeout: 10 * time.Second}\nres, err := client.Post("${endpoint}", "", nil)\nif err == nil {\n\tres.Body.Close()\n}`,
    },
    {
      ...{ id: 'php', name: 'PHP', file: 'PHP' },
      code: `$context = stream_context_create(['http' => ['method' => 'POST', 'timeout' => 10]]);\nfile_get_contents('${endpoint}', false, $context);`,
    },
    {
      ...{ id: 'ruby', name: 'Ruby', file: 'Ruby' },
      code: `require 'net/${host}'\n\nNet::HTTP.post(URI('${endpoint}'), '')`,
    },
    {
      ...{ id: 'java', name: 'Java', file: 'Java 11 or newer' },
      code: [
        `var request = HttpRequest.newBuilder(URI.create("${endpoint}"))`,
        '    .timeout(Duration.ofSeconds(10))',
        '    .POST(HttpRequest.BodyPublishers.noBody())',
        '    .build();',
        'HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());',
      ].join('\n'),
    },
    {
      ...{ id: 'csharp', name: 'C#', file: 'C#' },
      code: `using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };\nawait client.PostAsync("${endpoint}", null);`,
    },
    {
      ...{ id: 'powershell', name: 'PowerShell', file: 'PowerShell' },
      code: `Invoke-RestMethod -Method Post -TimeoutSec 10 -Uri '${endpoint}'`,
    },
  ]
}

/** Check-ins of a job by Sentry's SDKs and its command line; `slug` holds letters, digits, `-` and `_`. */
export function cronSnippets({ slug, schedule }: Pick<CronScheduleJson, 'slug' | 'schedule'>): readonly TellSnippet[] {
  const run = `sentry-cli monitors run ${slug} --`
  const crontab = schedule.type === 'crontab' ? schedule.value : '0 * * * *'
  return [
    {
      ...{ id: 'shell', name: 'Shell', file: 'shell' },
      code: `export SENTRY_DSN=…\n${run} /usr/local/bin/job.sh`,
    },
    { id: 'cron', name: 'cron', file: 'crontab -e', code: `SENTRY_DSN=…\n${crontab} ${run} /usr/local/bin/job.sh` },
    {
      ...{ id: 'systemd', name: 'systemd', file: '/etc/systemd/system/job.service' },
      code: `[Service]\nType=oneshot\nEnvironment=SENTRY_DSN=…\nExecStart=/usr/local/bin/${run} /usr/local/bin/job.sh`,
    },
    {
      ...{ id: 'github', name: 'GitHub Actions', file: '.github/workflows/job.yml' },
      code: `      - run: npx --yes @sentry/cli monitors run ${slug} -- ./job.sh\n        env:\n          SENTRY_DSN: \${{ secrets.SENTRY_DSN }}`,
    },
    {
      ...{ id: 'kubernetes', name: 'Kubernetes', file: 'cronjob.yaml' },
      code: [
        'containers:',
        '  - name: job',
        '    image: registry.example.com/job:1',
        `    command: ['sentry-cli', 'monitors', 'run', '${slug}', '--', './job.sh']`,
        '    env:',
        '      - name: SENTRY_DSN',
        '        valueFrom: { secretKeyRef: { name: sentry, key: dsn } }',
      ].join('\n'),
    },
    {
      ...{ id: 'node', name: 'Node', file: 'JavaScript' },
      code: `import * as Sentry from '@sentry/node'\n\nawait Sentry.withMonitor('${slug}', () => job())`,
    },
    {
      ...{ id: 'python', name: 'Python', file: 'Python 3' },
      code: `from sentry_sdk.crons import monitor\n\n@monitor(monitor_slug="${slug}")\ndef job():\n    ...`,
    },
    {
      ...{ id: 'go', name: 'Go', file: 'Go' },
      code: [
        `id := sentry.CaptureCheckIn(&sentry.CheckIn{MonitorSlug: "${slug}", Status: sentry.CheckInStatusInProgress}, nil)`,
        'job()',
        `sentry.CaptureCheckIn(&sentry.CheckIn{ID: *id, MonitorSlug: "${slug}", Status: sentry.CheckInStatusOK}, nil)`,
        'sentry.Flush(2 * time.Second)',
      ].join('\n'),
    },
    { id: 'php', name: 'PHP', file: 'PHP', code: `\\Sentry\\withMonitor('${slug}', fn () => job());` },
    {
      ...{ id: 'ruby', name: 'Ruby', file: 'Ruby' },
      code: `class Job\n  include Sentry::Cron::MonitorCheckIns\n  sentry_monitor_check_ins slug: '${slug}'\n\n  def perform\n  end\nend`,
    },
    {
      ...{ id: 'java', name: 'Java', file: 'Java' },
      code: `CheckInUtils.withCheckIn("${slug}", () -> {\n  job();\n  return null;\n});`,
    },
    {
      ...{ id: 'csharp', name: 'C#', file: 'C#' },
      code: `var id = SentrySdk.CaptureCheckIn("${slug}", CheckInStatus.InProgress);\nawait Job();\nSentrySdk.CaptureCheckIn("${slug}", CheckInStatus.Ok, id);`,
    },
  ]
}
