import tls from 'node:tls';
import { type Cloud, type CloudOptions, startCloud } from '../../sandbox/cloud/cloud.ts';

/** A cloud whose certificates this process trusts. */
export async function trustedCloud(options?: CloudOptions): Promise<Cloud> {
  const cloud = await startCloud(options);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cloud.ca]);
  return cloud;
}
