import type { Frame } from '../../../protocol/event.js'
import { type Language, NOISE } from './language.js'
import { withoutTail } from './trim.js'

/** Java, Kotlin, Scala, Groovy, Clojure. */
export const jvm: Language = {
  nameOf(name) {
    if (!/[$_<]/.test(name)) return name
    const short = name
      // javac numbers its lambdas, Kotlin theirs, AspectJ its advice, Clojure its functions.
      .replace(/^lambda\$(.{1,500})\$\d{1,9}$/, '$1.lambda')
      .replace(/(?:\$lambda(?:[$-]\d{1,9})+)+/, '.lambda')
      .replace(/_aroundBody\d{1,9}(?:\$advice)?$/, '')
      .replace(/^ajc\$.*$/, '')
      .replace(/^access\$\d{1,9}$/, '')
      .replace(/\$(?:default|suspendImpl)$/, '')
      .replace(/__\d{1,9}/g, '')
      .replace(/\$\d{1,9}/g, '$')
    return withoutTail(short, '$')
  },
  moduleOf(module) {
    if (!/[$_]|Accessor/.test(module)) return module
    const cut = module.search(GENERATED)
    const short = (cut === -1 ? module : module.slice(0, cut))
      .replace(/(?:com\.sun\.proxy|jdk\.proxy\d{1,9})\./, 'proxy.')
      .replace(/(Accessor(?:Impl)?|\$Proxy)\d{1,9}/g, '$1')
      .replace(/__\d{1,9}/g, '')
      .replace(/\$\d{1,9}/g, '$')
    return withoutTail(short, '$')
  },
  noiseOf(frame) {
    const module = frame.module ?? ''
    if (REFLECTION.test(module)) return NOISE.runtime
    if (module.startsWith('io.sentry.')) return NOISE.sdk
    if (module.includes('$$FastClassBy') || module.includes('$$Lambda') || /LambdaForm\$/.test(module))
      return NOISE.generated
    if (/^access\$\d{1,9}$|^ajc\$/.test(frame.function ?? '')) return NOISE.generated
    return null
  },
  isLibrary: ({ module }: Frame) => LIBRARIES.test(module ?? ''),
  hasSource: false,
}

const GENERATED =
  /\$\$(?:Lambda|EnhancerBy|FastClassBy|SpringCGLIB|_javassist|HibernateProxy|ExternalSyntheticLambda|Nest\$)|\$(?:HibernateProxy|MockitoMock|ByteBuddy|auxiliary)\$|_\$\$_|_(?:ClientProxy|Subclass|WeldClientProxy)$|\$Companion$/

/** The JVM takes another way to the same method after it was called fifteen times, and in each of its versions. */
const REFLECTION =
  /^(?:java\.lang\.reflect\.|java\.lang\.invoke\.|sun\.reflect\.|jdk\.internal\.reflect\.|org\.codehaus\.groovy\.(?:reflection|runtime)\.|kotlin\.coroutines\.jvm\.internal\.)/

const LIBRARIES =
  /^(?:javax?|jakarta|sun|jdk|com\.sun|kotlinx?|scala|groovy|clojure|androidx?|com\.android|dalvik|libcore|com\.google\.android|org\.(?:springframework|apache|hibernate|eclipse|jboss|gradle|junit|codehaus|postgresql|slf4j|thymeleaf)|io\.(?:netty|undertow|ktor|reactivex|micronaut|quarkus|vertx|grpc|sentry)|reactor|akka|play|okhttp3|okio|retrofit2|rx|com\.(?:fasterxml|zaxxer|mysql|google\.common))\./
