import type { AuthFlowType, ExplicitAuthFlowsType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter, required, unsupported } from '../errors.ts';
import type { AppClient } from '../state.ts';

/** The two operations that start a sign-in; they accept different flows. */
export type Api = 'InitiateAuth' | 'AdminInitiateAuth';

export type SupportedFlow = 'password' | 'srp' | 'refresh';

interface Flow {
  readonly kind: SupportedFlow;
  readonly apis: readonly Api[];
  /** Any one of these in ExplicitAuthFlows enables it; the older names stand beside the newer ones. */
  readonly enabledBy: readonly ExplicitAuthFlowsType[];
}

const BOTH: readonly Api[] = ['InitiateAuth', 'AdminInitiateAuth'];
const ADMIN_PASSWORD: Flow = {
  kind: 'password',
  apis: ['AdminInitiateAuth'],
  enabledBy: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
};
const REFRESH: Flow = { kind: 'refresh', apis: BOTH, enabledBy: ['ALLOW_REFRESH_TOKEN_AUTH'] };

/**
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
 */
const FLOWS: Readonly<Record<AuthFlowType, Flow | 'unsupported'>> = {
  USER_PASSWORD_AUTH: {
    kind: 'password',
    apis: ['InitiateAuth'],
    enabledBy: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  },
  ADMIN_USER_PASSWORD_AUTH: ADMIN_PASSWORD,
  ADMIN_NO_SRP_AUTH: ADMIN_PASSWORD,
  USER_SRP_AUTH: { kind: 'srp', apis: BOTH, enabledBy: ['ALLOW_USER_SRP_AUTH'] },
  REFRESH_TOKEN_AUTH: REFRESH,
  REFRESH_TOKEN: REFRESH,
  CUSTOM_AUTH: 'unsupported',
  USER_AUTH: 'unsupported',
};

/**
 * "If you don't specify a value ... ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_SRP_AUTH, and ALLOW_CUSTOM_AUTH."
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
const DEFAULT_FLOWS: readonly ExplicitAuthFlowsType[] = [
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_CUSTOM_AUTH',
];

/**
 * What kind of sign-in this is. Throws InvalidParameterException for a flow that the operation does not take or
 * the client does not allow, UnsupportedOperationException for one that the sandbox lacks.
 */
export function flowOf(api: Api, client: AppClient, authFlow: string | undefined): SupportedFlow {
  const name = required(authFlow, 'authFlow');
  if (!isFlowName(name)) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'authFlow' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${Object.keys(FLOWS).join(', ')}]`,
    );
  }
  const flow = FLOWS[name];
  if (flow === 'unsupported') throw unsupported(`the authentication flow ${name}`);
  if (!flow.apis.includes(api)) throw invalidParameter('Initiate Auth method not supported.');
  if (!isEnabled(client, flow)) throw invalidParameter(`${name} flow not enabled for this client`);
  return flow.kind;
}

const isFlowName = (name: string): name is AuthFlowType => Object.hasOwn(FLOWS, name);

/** Clients with the older names (ADMIN_NO_SRP_AUTH, ...) cannot switch SRP and refresh off. */
function isEnabled({ explicitAuthFlows }: AppClient, flow: Flow): boolean {
  const flows = explicitAuthFlows.length > 0 ? explicitAuthFlows : DEFAULT_FLOWS;
  if (flows.some((name) => flow.enabledBy.includes(name))) return true;
  const older = flows.every((name) => !name.startsWith('ALLOW_'));
  return older && flow.kind !== 'password' && !flows.includes('CUSTOM_AUTH_FLOW_ONLY');
}
