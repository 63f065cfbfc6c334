import type { Services } from '../services.ts';
import type { AppClient, UserPool } from '../state.ts';
import { invokeTrigger } from './invoke.ts';

export interface PreSignUpVerdict {
  readonly autoConfirmUser: boolean;
  readonly autoVerifyEmail: boolean;
  readonly autoVerifyPhone: boolean;
}

const UNDECIDED: PreSignUpVerdict = {
  autoConfirmUser: false,
  autoVerifyEmail: false,
  autoVerifyPhone: false,
};

/**
 * Asks the PreSignUp function, if the pool has one, whether this new user may be created. A function that throws
 * refuses: UserLambdaValidationException "PreSignUp failed with error <message>.".
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
export async function invokePreSignUp(
  services: Pick<Services, 'functions' | 'readings'>,
  signUp: {
    readonly pool: UserPool;
    readonly client?: AppClient | undefined;
    readonly username: string;
    readonly attributes: ReadonlyMap<string, string>;
    readonly source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser';
    readonly validationData?: Readonly<Record<string, string>> | undefined;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<PreSignUpVerdict> {
  const response = await invokeTrigger(services, {
    trigger: 'PreSignUp',
    source: signUp.source,
    pool: signUp.pool,
    client: signUp.client,
    userName: signUp.username,
    request: {
      userAttributes: Object.fromEntries(signUp.attributes),
      validationData: signUp.validationData ?? null,
      ...(signUp.clientMetadata && { clientMetadata: signUp.clientMetadata }),
    },
    response: { ...UNDECIDED },
  });
  if (response === undefined) return UNDECIDED;
  return {
    autoConfirmUser: response['autoConfirmUser'] === true,
    autoVerifyEmail: response['autoVerifyEmail'] === true,
    autoVerifyPhone: response['autoVerifyPhone'] === true,
  };
}
