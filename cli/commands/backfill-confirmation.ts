import type { DeployedContext } from '../command-context.ts';
import type { ConfirmationOptions } from '../confirmation.ts';
import { confirmByName } from '../confirmation.ts';
import type { RunFlags } from './backfill-input.ts';

/** People whom a pilot imports without being asked about. */
export const SMALL_PILOT = 100;

/** Whether an import of many begins. A resumed run was confirmed when it began, unless it was to stop after its files. */
export const importsMany = ({ dryRun, import: imports, limit, usernames, resume }: RunFlags): boolean => {
  if (dryRun === true || imports === false) return false;
  if (resume !== undefined) return imports === true;
  return (usernames?.length ?? limit ?? Infinity) > SMALL_PILOT;
};

const whomOf = ({ resume, limit, usernames }: RunFlags, oldUserPoolId: string): string => {
  if (resume !== undefined) return `everybody who waits in the files of the run ${resume}`;
  const people = usernames?.length ?? limit;
  return people === undefined
    ? `everybody who is in ${oldUserPoolId} only`
    : `up to ${people} people of ${oldUserPoolId}`;
};

/** @throws OperatorError if they say no, or nobody can be asked */
export const confirmImport = (
  context: DeployedContext,
  confirmation: ConfirmationOptions,
  flags: RunFlags,
): Promise<void> =>
  confirmByName(context, confirmation, {
    name: context.deployed.newUserPoolId,
    kind: 'id of the new pool',
    what:
      `Imports ${whomOf(flags, context.old.userPoolId)} into ${context.deployed.newUserPoolId}. ` +
      'Their old passwords count no more: each must reset theirs, and the trigger is not called for them again.',
  });
