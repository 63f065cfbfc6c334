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

/** The access keys that the sandbox has given out. */
export class Principals {
  readonly #byAccessKeyId = new Map<string, Principal>();

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
