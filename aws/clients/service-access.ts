import { assumeRole, type RoleAccess } from './assumed-role.ts';

/** Where a service is, and as whom it is called. */
export interface ServiceAccess {
  readonly region: string;
  /** Role to assume, for what belongs to another account. @default - none, the caller's own account */
  readonly role?: RoleAccess;
  /** Address of a sandbox that plays the service. @default - the one of AWS */
  readonly endpoint?: string;
  /**
   * Fixed ones, with which no role is assumed.
   * @default - the usual chain of the SDK: environment, profile, SSO, role of the machine
   * @see https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/setting-credentials-node.html
   */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What a client of the SDK is built with. */
export const clientConfig = ({ region, role, endpoint, credentials }: ServiceAccess) => {
  // A copy, for the SDK notes on the object where its credentials came from.
  const fixed = credentials === undefined ? undefined : { ...credentials };
  const own = fixed ?? (role === undefined ? undefined : assumeRole(role, region));
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(own === undefined ? {} : { credentials: own }),
  };
};
