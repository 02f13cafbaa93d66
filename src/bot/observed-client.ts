import {
  type CallObserver,
  type CloudService,
  observingPolicy,
  type PipelinePolicy,
} from '../cloud-calls.ts';

/** What a client of botframework-connector holds inside: the Azure SDK's client with its pipeline. */
interface Piped {
  readonly client?: Piped;
  readonly pipeline?: {
    addPolicy(policy: PipelinePolicy, options: { readonly afterPhase: 'Sign' }): void;
  };
}

/**
 * Lets `observe` hear of each attempt of a client of botframework-connector. Its options take no
 * policy behind the retries, and those of a ConnectorClient none at all (`ConnectorFactoryImpl`
 * overwrites `requestPolicyFactories`), so the policy goes into the pipeline itself.
 */
export function observeClient(
  client: object | undefined,
  service: CloudService,
  observe: CallObserver,
  ms: number,
): void {
  // The fields are private to the compiler only, and optional here; a test sees that they exist.
  let inner: Piped | undefined = client as Piped | undefined;
  while (inner && !inner.pipeline) inner = inner.client;
  inner?.pipeline?.addPolicy(observingPolicy(observe, service, ms), { afterPhase: 'Sign' });
}
