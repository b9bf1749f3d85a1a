import { double, doubleWithoutVariables, property, xml } from '../quote.js'
import { code, file, type Snippet } from './snippet.js'

const dependency = (artifact: string) =>
  file('Add it to the build', 'build.gradle.kts', 'kotlin', `implementation("io.sentry:${artifact}:8.+")`)

export const java: Snippet = (dsn) => [
  dependency('sentry'),
  file(
    'Start it first',
    'Main.java',
    'java',
    `
import io.sentry.Sentry;

Sentry.init(options -> options.setDsn(${double(dsn)}));
`,
  ),
  code(
    'Send a first error',
    'java',
    `
try {
  throw new IllegalStateException("Hello from Java");
} catch (Exception e) {
  Sentry.captureException(e);
}
`,
  ),
]

export const spring: Snippet = (dsn) => [
  dependency('sentry-spring-boot-starter-jakarta'),
  file('Configure it', 'src/main/resources/application.properties', 'properties', `sentry.dsn=${property(dsn)}`),
  code(
    'Send a first error',
    'java',
    `
@GetMapping("/debug-error")
String debugError() {
  throw new IllegalStateException("Hello from Spring");
}
`,
  ),
]

export const kotlin: Snippet = (dsn) => [
  dependency('sentry'),
  file(
    'Start it first',
    'Main.kt',
    'kotlin',
    `
import io.sentry.Sentry

Sentry.init { options -> options.dsn = ${doubleWithoutVariables(dsn)} }
`,
  ),
  code('Send a first error', 'kotlin', 'Sentry.captureException(IllegalStateException("Hello from Kotlin"))'),
]

export const android: Snippet = (dsn) => [
  dependency('sentry-android'),
  file(
    'Configure it',
    'app/src/main/AndroidManifest.xml',
    'xml',
    `
<application>
  <meta-data android:name="io.sentry.dsn" android:value=${xml(dsn)} />
</application>
`,
  ),
  code(
    'Send a first error',
    'kotlin',
    `
import io.sentry.Sentry

Sentry.captureException(IllegalStateException("Hello from Android"))
`,
  ),
]
