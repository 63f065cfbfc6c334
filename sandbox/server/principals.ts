import { randomUUID } from 'node:crypto';

/** One statement of an identity-based policy, with its members as lists. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  /** `service:Operation`, with `*` and `?` as wildcards. */
  readonly Action: readonly string[];
  /** ARNs, with `*` and `?` as wildcards. */
  readonly Resource: readonly string[];
}

/** Somebody who may sign requests with a temporary access key: one function in its role. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** ARN of the assumed role's session; a function's session carries the function's name. */
  readonly arn: string;
  /** Asked at every request, because a policy may be attached to the role later. */
  readonly statements: () => readonly PolicyStatement[];
}

/** A role as far as services other than its own function use it. */
export interface Role {
  /** Services that may assume it without further conditions, for example `cognito-idp.amazonaws.com`. */
  readonly trustedServices: readonly string[];
  /** Those, and the services that may assume it under conditions. @default trustedServices */
  readonly namedServices?: readonly string[];
  /** Asked at every use, because a policy may be attached later. */
  readonly statements: () => readonly PolicyStatement[];
}

/** The access keys that the sandbox has given out, and the roles that were deployed to it. */
export class Principals {
  readonly #byAccessKeyId = new Map<string, Principal>();
  readonly #roles = new Map<string, Role>();

  defineRole(arn: string, role: Role): void {
    this.#roles.set(arn, role);
  }

  /** `undefined` for a role that no template deployed. */
  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** Credentials as Lambda puts them in a function's environment. */
  assumeRole(arn: string, statements: () => readonly PolicyStatement[]): Principal {
    const random = () => randomUUID().replaceAll('-', '').toUpperCase();
    const principal = {
      // ASIA marks a temporary key: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
      accessKeyId: `ASIA${random().slice(0, 16)}`,
      secretAccessKey: random(),
      sessionToken: random(),
      arn,
      statements,
    };
    this.#byAccessKeyId.set(principal.accessKeyId, principal);
    return principal;
  }

  /** `undefined` for keys that the sandbox did not give out. */
  withAccessKey(accessKeyId: string): Principal | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }
}
