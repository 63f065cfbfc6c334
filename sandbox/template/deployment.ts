import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Stacks } from '../cloudformation/stacks.ts';
import type { LambdaHost } from '../lambda/host.ts';
import type { S3 } from '../s3/s3.ts';
import type { PolicyStatement, Principals } from '../server/principals.ts';
import type { Topics } from '../sns/topics.ts';
import type { StepFunctions } from '../step-functions/step-functions.ts';
import type { CreatedResource } from './intrinsics.ts';

/** The part of a running sandbox that a template is deployed to. */
export interface DeployTarget {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly functions: LambdaHost;
  readonly principals: Principals;
  readonly s3: S3;
  readonly stepFunctions: StepFunctions;
  readonly stacks: Stacks;
  readonly topics: Topics;
}

/** What the resources of one stack share while they are created. */
export interface Deployment {
  readonly stackName: string;
  readonly target: DeployTarget;
  /** An administrator's client of the sandbox. */
  readonly cognito: CognitoIdentityProviderClient;
  /** From S3 key to path. */
  readonly assets: ReadonlyMap<string, string>;
  /** From a role's name to what its policies say so far. */
  readonly roles: Map<string, PolicyStatement[]>;
}

/** A resource whose intrinsic functions are resolved. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Creates one resource of one type. */
export type CreateResource = (resource: ResolvedResource, deployment: Deployment) => Promise<CreatedResource>;
