import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
} from '@aws-sdk/client-cloudformation';
import { clientConfig, type ServiceAccess } from './clients/service-access.ts';
import { TIME_LIMITS } from './clients/time-limits.ts';

/** The deployed stack, by what its outputs say. */
export interface Deployment {
  readonly stackName: string;
  readonly newUserPoolId: string;
  /** Ids of the new pool's app clients, by the end of the names of their outputs: `Web` of `ClientIdWeb`. */
  readonly clientIds: Readonly<Record<string, string>>;
  /** The app client on the old pool through which the trigger authenticates. */
  readonly oldClientId: string;
  /** The function behind the migration trigger. */
  readonly functionName: string;
  /** The function that writes groups and the old `sub` into tokens; absent where the settings want none. */
  readonly tokenFunctionName?: string;
  /** The function that judges registrations; absent where the setting `selfSignUp` is not `guarded`. */
  readonly signUpFunctionName?: string;
  /** Of the backfill; absent where the setting `backfill.enabled` is false, like the next two. */
  readonly stateMachineArn?: string;
  readonly bucketName?: string;
  readonly topicArn?: string;
}

/** A stack, whatever state it is in. */
export interface DescribedStack {
  readonly name: string;
  /** For example `CREATE_COMPLETE`. */
  readonly status: string;
  /** Why it is in this state, in CloudFormation's words; often empty. */
  readonly statusReason: string;
  /** Value by name; empty until it is created. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What CloudFormation knows about stacks. @param abortSignal gives up a call. */
export const createStacks = (access: ServiceAccess, abortSignal?: AbortSignal) => {
  const client = new CloudFormationClient({ ...clientConfig(access), requestHandler: TIME_LIMITS.call });
  const options = abortSignal === undefined ? {} : { abortSignal };
  return {
    /**
     * A stack by its name or ARN; undefined if there is none.
     * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
     */
    async describe(StackName: string): Promise<DescribedStack | undefined> {
      try {
        const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }), options);
        return stack === undefined
          ? undefined
          : {
              name: stack.StackName ?? StackName,
              status: stack.StackStatus ?? '',
              statusReason: stack.StackStatusReason ?? '',
              outputs: Object.fromEntries(
                (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
              ),
            };
      } catch (error) {
        if (isUnknownStack(error)) return undefined;
        throw error;
      }
    },

    /**
     * `Metadata` of the template with which a stack was deployed, as JSON.
     * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
     */
    async metadata(StackName: string): Promise<string> {
      const { Metadata } = await client.send(new GetTemplateSummaryCommand({ StackName }), options);
      return Metadata ?? '{}';
    },

    destroy(): void {
      client.destroy();
    },
  };
};

/** CloudFormation has no error of its own for it. */
const isUnknownStack = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && / does not exist$/.test(error.message);

const CLIENT_ID = 'ClientId';

/** Reads the outputs of our stack; undefined where they are those of another one. */
export const deploymentOf = ({ name, outputs }: DescribedStack): Deployment | undefined => {
  const { NewUserPoolId, OldClientId, FunctionName } = outputs;
  if (NewUserPoolId === undefined || OldClientId === undefined || FunctionName === undefined)
    return undefined;
  const clients = Object.entries(outputs).filter(([key]) => key.startsWith(CLIENT_ID));
  const {
    TokenFunctionName,
    SignUpFunctionName,
    BackfillStateMachineArn,
    BackfillBucketName,
    BackfillTopicArn,
  } = outputs;
  return {
    stackName: name,
    newUserPoolId: NewUserPoolId,
    clientIds: Object.fromEntries(clients.map(([key, id]) => [key.slice(CLIENT_ID.length), id])),
    oldClientId: OldClientId,
    functionName: FunctionName,
    ...(TokenFunctionName === undefined ? {} : { tokenFunctionName: TokenFunctionName }),
    ...(SignUpFunctionName === undefined ? {} : { signUpFunctionName: SignUpFunctionName }),
    ...(BackfillStateMachineArn === undefined ? {} : { stateMachineArn: BackfillStateMachineArn }),
    ...(BackfillBucketName === undefined ? {} : { bucketName: BackfillBucketName }),
    ...(BackfillTopicArn === undefined ? {} : { topicArn: BackfillTopicArn }),
  };
};
