/**
 * Stands in for `@aws-sdk/credential-provider-node` in the functions' bundles: Lambda always hands credentials
 * to a function in its environment, and the rest of the provider chain (profiles, SSO, instance metadata) is
 * a quarter of the code that a cold start would have to load.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
