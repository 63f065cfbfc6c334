import { CognitoError } from '../cognito/errors.ts';

/** A refusal as Step Functions words it; on the wire it looks like one of Cognito's. */
const refusal = (name: string, message: string) => new CognitoError(name, message);

export const stateMachineDoesNotExist = (arn: string) =>
  refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
export const executionDoesNotExist = (arn: string) =>
  refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
export const executionAlreadyExists = (arn: string) =>
  refusal('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
export const invalidName = (name: string) => refusal('InvalidName', `Invalid Name: '${name}'`);
export const invalidInput = (reason: string) =>
  refusal('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
export const invalidToken = () => refusal('InvalidToken', "Invalid Token: 'Invalid token'");
export const validation = (message: string) => refusal('ValidationException', message);
export const unknownOperation = (operation: string) =>
  refusal('UnknownOperationException', `The sandbox does not support ${operation} of Step Functions.`);
