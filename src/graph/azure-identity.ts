import { createRequire } from 'node:module';
import type * as AzureIdentity from '@azure/identity';

const require = createRequire(import.meta.url);

/**
 * The CommonJS form, which botbuilder loads as well. Imported, @azure/identity and all that it is
 * made of would be there twice: 20 MB, and a tenth of the time to start.
 */
export const {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential,
}: typeof AzureIdentity = require('@azure/identity');
