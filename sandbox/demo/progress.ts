/** The states of the workflow in words; states that are over in a moment have none. */
const PHASES: Readonly<Record<string, string>> = {
  Plan: 'Planning ...',
  ListNewPool: 'Listing the new user pool ...',
  ListOldPool: 'Listing the old user pool ...',
  LookUpShards: 'Looking up second factors ...',
  ResolveNames: 'Settling who may have which name ...',
  SettleShards: 'Deciding about everybody ...',
  AssembleFiles: 'Writing the import files ...',
  StartImport: 'Importing ...',
  ReconcileImport: 'Reading the log of the import job ...',
  WriteReport: 'Writing the report ...',
};

export const phaseOf = (stateName: string): string | undefined => PHASES[stateName];
