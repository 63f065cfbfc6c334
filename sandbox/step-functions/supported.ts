import { allStates, type Definition, nestedIn, type State, type States } from './definition.ts';
import { LAMBDA_FUNCTION, LAMBDA_INVOKE } from './tasks/lambda.ts';
import { SNS_PUBLISH } from './tasks/sns.ts';

/** Members of every state. */
const COMMON = ['Type', 'Comment', 'InputPath', 'OutputPath', 'Next', 'End', 'QueryLanguage'];
const AFTER_A_RESULT = ['ResultSelector', 'ResultPath', 'Retry', 'Catch'];

/** What takes effect here, by type of state. Everything else would be passed over in silence. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Choice: ['Choices', 'Default'],
  Fail: ['Cause', 'CausePath', 'Error', 'ErrorPath'],
  Map: [
    ...AFTER_A_RESULT,
    ...['ItemProcessor', 'Iterator', 'ItemSelector', 'Parameters', 'ItemsPath'],
    ...['MaxConcurrency', 'MaxConcurrencyPath'],
  ],
  Parallel: [...AFTER_A_RESULT, 'Branches', 'Parameters'],
  Pass: ['Parameters', 'Result', 'ResultPath'],
  Succeed: [],
  Task: [...AFTER_A_RESULT, 'Parameters', 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
};

const MACHINE_MEMBERS = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];

/**
 * Refuses by name what is valid in Step Functions and would not run here as it does there.
 * @throws Error
 */
export function refuseUnsupported(definition: Definition): void {
  const unknown = Object.keys(definition).find((name) => !MACHINE_MEMBERS.includes(name));
  if (unknown) throw unsupported(unknown, 'the state machine');
  refuseJsonata(definition, 'the state machine');
  const states = allStates(definition);
  for (const [name, state] of states) refuseInState(name, state);
  for (const [name, state] of states) {
    for (const nested of nestedIn(state)) refuseOuterContext(name, nested);
  }
}

function refuseInState(name: string, state: State): void {
  const members = MEMBERS[state.Type] ?? [];
  const unknown = Object.keys(state).find((member) => ![...COMMON, ...members].includes(member));
  if (unknown) throw unsupported(unknown, name);
  refuseJsonata(state, name);
  refuseContext(state, name, /\$\$\.(?:State|Task)\b/);
  if (state.Type === 'Task') refuseResource(name, String(state['Resource']));
  if (state.Type === 'Map') refuseDistributed(name, state);
  // The library takes such a result for none.
  if ('Result' in state && !state['Result']) throw unsupported(`the Result ${String(state['Result'])}`, name);
}

function refuseJsonata(owner: object, name: string): void {
  const language: unknown = Reflect.get(owner, 'QueryLanguage') ?? 'JSONPath';
  if (language !== 'JSONPath') throw unsupported(`the QueryLanguage ${String(language)}`, name);
}

function refuseResource(name: string, resource: string): void {
  const known = resource === LAMBDA_INVOKE || resource === SNS_PUBLISH || LAMBDA_FUNCTION.test(resource);
  if (!known) throw unsupported(`the resource ${resource}`, name);
}

function refuseDistributed(name: string, { ItemProcessor }: State): void {
  const config: unknown =
    typeof ItemProcessor === 'object' &&
    ItemProcessor !== null &&
    Reflect.get(ItemProcessor, 'ProcessorConfig');
  const mode: unknown =
    typeof config === 'object' && config !== null ? Reflect.get(config, 'Mode') : 'INLINE';
  if (mode !== undefined && mode !== 'INLINE') throw unsupported(`the Mode ${String(mode)}`, name);
}

/** Within an iteration the library puts the item where the execution's input should be. */
function refuseOuterContext(name: string, nested: States): void {
  refuseContext(nested.States, name, /\$\$\.Execution\.(?:Input|StartTime)\b/);
}

function refuseContext(value: unknown, name: string, pattern: RegExp): void {
  const found = pattern.exec(JSON.stringify(value))?.[0];
  if (found) throw unsupported(found, name);
}

const unsupported = (what: string, where: string) =>
  new Error(`The sandbox does not support ${what} in a state machine (${where}).`);
