import { Command } from 'commander';
import { createCognitoClient } from '../../aws/clients/cognito-client.ts';
import { readOldPoolConditions } from '../../aws/survey/old-pool-conditions.ts';
import { createUserDirectory } from '../../aws/user-directory.ts';
import { explain } from '../../migration/explain/explain.ts';
import type { Scenery } from '../../migration/explain/verdict.ts';
import { newPoolForRules } from '../../stacks/settings/new-pool.ts';
import { rulesOf } from '../../stacks/settings/rules.ts';
import type { DeployedContext, ExitStatus, OpenContext } from '../command-context.ts';
import { identifierArgument } from '../identifier.ts';
import { explanationDocument, explanationLines } from './explain-layout.ts';

/** Both pools as they are, and the rules that were deployed between them. */
export const sceneryOf = async ({
  settings,
  old,
  new: newPool,
  deployed,
}: DeployedContext): Promise<Scenery> => {
  const oldClient = createCognitoClient(old.access);
  const newClient = createCognitoClient(newPool.access);
  const { userPoolId } = old;
  const conditions = await readOldPoolConditions(oldClient, { userPoolId, clientId: deployed.oldClientId });
  return {
    old: createUserDirectory(oldClient, userPoolId),
    new: createUserDirectory(newClient, deployed.newUserPoolId),
    rules: rulesOf(settings, newPoolForRules(settings.newPool)),
    triggerAttached: settings.trigger,
    terms: {
      conditions,
      mfaRequired: settings.oldPool.mfaRequired,
      secretGiven: settings.oldPool.clientSecretArn !== undefined,
    },
  };
};

/** `migrate explain`: why somebody can or cannot sign in. 1 if there is no way in that they can go alone. */
export const explainName = async (context: DeployedContext, identifier: string): Promise<ExitStatus> => {
  const explanation = await explain(await sceneryOf(context))(identifier);
  if (context.terminal.json) context.terminal.document(explanationDocument(explanation));
  else for (const line of explanationLines(explanation)) context.terminal.data(line);
  return explanation.wayIn === 'none' ? 1 : 0;
};

const HELP = `
Asks both pools who it is, and the rules of the trigger what they would make of a sign-in. Needs no password, signs
nobody in and changes nothing. Whoever is looked at counts as active in this month's bill of their pool
(AdminGetUser): the person, and anybody who has one of their names.

Exit status: 0 they get in by their password or by a code, 1 they need help, 2 could not run.`;

/** `migrate explain`, for the command line. */
export const explainCommand = (open: OpenContext): Command =>
  new Command('explain')
    .description('say why a person can or cannot sign in, and what to tell them')
    .addArgument(identifierArgument('what they type: '))
    .addHelpText('after', HELP)
    .action((identifier: string) => open.deployed((context) => explainName(context, identifier)));
