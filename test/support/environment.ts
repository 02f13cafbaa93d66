import assert from 'node:assert/strict';
import { ConfigError, parseConfig } from '../../src/config.ts';

/** An environment that is right, but for these changes. */
export const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
  BOT_APP_ID: '8a6e2f10-47b3-4d5c-9e81-2b6f0c7d3a95',
  BOT_APP_TENANT_ID: '5d1f6a3e-9c47-4b0a-8f62-1e7c3d9a4b58',
  BOT_APP_SECRET: 'hush',
  OAUTH_CONNECTION: 'graph',
  ...changes,
});

/** The mistakes that are reported; none when the configuration is right. */
export function mistakes(given: Record<string, string>): readonly string[] {
  try {
    parseConfig(given);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.mistakes;
  }
}
